module github.com/otpgen/otpgen/examples/foundation

go 1.26

tool github.com/otpgen/otpgen/cmd/otpgen

require (
	github.com/otpgen/otpgen v0.0.0
	github.com/stretchr/testify v1.12.1
	go.etcd.io/bbolt v1.5.0
)

replace github.com/otpgen/otpgen => ../..
