// Package measure runs workloads, makes tables of what they gave, and holds them
// against what must be reached.
//
// The rows of a table are measured in rounds, each row once in each round, so that
// a machine that is slow for a while is slow for all of them. A ratio is the median
// of the ratios of the rounds.
package measure
