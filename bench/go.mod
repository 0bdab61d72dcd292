module github.com/otpgen/otpgen/bench

go 1.26.0

tool github.com/otpgen/otpgen/cmd/otpgen

require github.com/otpgen/otpgen v0.0.0

require golang.org/x/perf v0.0.0-20260908200009-22c9c6c9d4da

require (
	github.com/aclements/go-moremath v0.0.0-20210112150236-f10218a38794 // indirect
	github.com/dave/jennifer v1.7.1 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/rogpeppe/go-internal v1.16.0 // indirect
	github.com/spf13/cobra v1.10.2 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	golang.org/x/tools v0.49.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/otpgen/otpgen => ..
