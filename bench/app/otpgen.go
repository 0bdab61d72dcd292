package app

//go:generate go tool otpgen generate
