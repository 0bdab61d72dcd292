package plan

import (
	"fmt"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// Lists of the words that make Go leave out a file whose name ends in them, as
// in poller_linux.go, and of the names that Windows keeps for devices.
const (
	systems = " aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris " +
		"wasip1 windows zos "
	architectures = " 386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 " +
		"mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm "
	devices = " con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 "
)

// excludedFile says why a file of that base, poller for poller.go, would not
// be compiled or could not be written; "" if all is well.
func excludedFile(base string) string {
	if strings.Contains(devices, " "+base+" ") {
		return "Windows keeps that name for a device"
	}
	i := strings.LastIndexByte(base, '_')
	if i < 0 {
		return ""
	}
	last := " " + base[i+1:] + " "
	switch {
	case last == " test ":
		return "Go takes it for a test"
	case last == " gen ":
		return "files that end in _gen.go are generated, and this one is yours"
	case strings.Contains(systems, last) || strings.Contains(architectures, last):
		return "Go compiles it for" + strings.TrimRight(last, " ") + " only"
	}
	return ""
}

// nameFiles gives a service its files and reports names that cannot be.
func (b *builder) nameFiles(s *Service, from *schema.Service) {
	base := snakeName(s.Name)
	s.GenFile, s.UserFile, s.TestFile = base+"_gen.go", base+".go", base+"_test.go"
	if why := excludedFile(base); why != "" {
		b.report(schema.Diagnostic{
			Code: codeFileIgnored, Range: from.Range,
			Message: fmt.Sprintf("service %s would be written to %s, but %s", from.Name, s.UserFile, why),
			Help:    renameInGo(from.GoName),
		})
		return
	}
	for _, file := range []string{s.GenFile, s.UserFile, s.TestFile} {
		if !b.takeFile(file, from) {
			return
		}
	}
}

// takeFile takes a file name. It reports one that is taken, also if only the
// case differs: some disks do not tell the two apart.
func (b *builder) takeFile(file string, from *schema.Service) bool {
	key := strings.ToLower(file)
	first, taken := b.files[key]
	if !taken {
		b.files[key] = origin{what: "service " + from.Name, at: from.Range}
		return true
	}
	if first.fixed {
		b.report(schema.Diagnostic{
			Code: codeSameFile, Range: from.Range,
			Message: fmt.Sprintf("service %s would be written to %s, which holds %s", from.Name, file, first.what),
			Help:    renameInGo(from.GoName),
		})
		return false
	}
	b.report(schema.Diagnostic{
		Code: codeSameFile, Range: from.Range,
		Message: fmt.Sprintf("service %s and %s would both be written to %s", from.Name, first.what, file),
		Help:    renameInGo(from.GoName),
		Related: []schema.Related{{Range: first.at, Label: first.what}},
	})
	return false
}
