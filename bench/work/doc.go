// Package work holds the workloads of the benchmarks. All contenders are driven
// by the same loops: a contender only says how it does one call, one cast, one
// start, one lookup.
package work
