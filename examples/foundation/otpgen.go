package foundation

//go:generate go tool otpgen generate ../foundation.yaml
