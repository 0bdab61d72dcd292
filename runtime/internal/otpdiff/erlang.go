package otpdiff

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// Erlang is the installed Erlang/OTP with the compiled recorder.
type Erlang struct {
	erl     string
	paths   []string // of compiled modules
	Release string   // of OTP: "25"
	Version string   // of OTP: "25.2.3"
	Elixir  string   // its version
}

// ErrNoErlang says what is missing and how to get it.
var ErrNoErlang = errors.New(`Erlang or Elixir is not installed (erl, erlc and elixir are looked for in PATH):
  Debian, Ubuntu  apt-get install erlang-base erlang-dev elixir
  Fedora          dnf install erlang-erts erlang-stdlib elixir
  Alpine          apk add erlang erlang-dev elixir
  Arch            pacman -S erlang elixir
  macOS           brew install erlang elixir
  FreeBSD         pkg install erlang elixir
  Windows         winget install Erlang.ErlangOTP Elixir.Elixir`)

// FindErlang compiles the recorder in the folder source into the folder into.
func FindErlang(ctx context.Context, source, into string) (*Erlang, error) {
	for _, tool := range []string{"erl", "erlc", "elixir"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, ErrNoErlang
		}
	}
	modules, err := filepath.Glob(filepath.Join(source, "*.erl"))
	if err != nil || len(modules) == 0 {
		return nil, fmt.Errorf("no recorder in %s: %w", source, errors.Join(err, os.ErrNotExist))
	}
	if out, err := exec.CommandContext(ctx, "erlc", append([]string{"-o", into}, modules...)...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("compile the recorder: %w\n%s", err, out)
	}
	elixir, err := exec.CommandContext(ctx, "elixir", "-e", `IO.write(:code.lib_dir(:elixir)); IO.write("\n" <> System.version())`).Output()
	if err != nil {
		return nil, fmt.Errorf("ask Elixir where it is: %w", err)
	}
	folder, version, _ := strings.Cut(string(elixir), "\n")
	e := &Erlang{erl: "erl", paths: []string{into, filepath.Join(folder, "ebin")}, Elixir: version}
	otp, err := exec.CommandContext(ctx, "erl", "-noshell", "-eval", `R = erlang:system_info(otp_release),
		F = filename:join([code:root_dir(), "releases", R, "OTP_VERSION"]),
		V = case file:read_file(F) of {ok, B} -> string:trim(binary_to_list(B)); _ -> R end,
		io:put_chars([R, $\n, V]), halt().`).Output()
	if err != nil {
		return nil, fmt.Errorf("ask Erlang which one it is: %w", err)
	}
	e.Release, e.Version, _ = strings.Cut(string(otp), "\n")
	return e, nil
}

// Session is one running Erlang that records one scenario after the other.
type Session struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	errors *bytes.Buffer
}

// Start starts one; flags are those of erl, such as "+S", "1" for one scheduler.
func (e *Erlang) Start(ctx context.Context, flags ...string) (*Session, error) {
	args := append(flags, "+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none", "+A", "1", "-noshell")
	args = append(args, "-pa")
	args = append(args, e.paths...)
	args = append(args, "-eval", "oracle:serve().")
	s := &Session{cmd: exec.CommandContext(ctx, e.erl, args...), errors: new(bytes.Buffer)}
	s.cmd.Stderr = s.errors
	in, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.in, s.out = in, bufio.NewReaderSize(out, 1<<16)
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start Erlang: %w", err)
	}
	return s, nil
}

// Close ends it.
func (s *Session) Close() {
	_ = s.in.Close()
	kill := time.AfterFunc(time.Second, func() { _ = s.cmd.Process.Kill() })
	defer kill.Stop()
	_ = s.cmd.Wait()
}

// RecordError says why Erlang gave no trace of a scenario. The session goes on unless it is Broken.
type RecordError struct {
	Text   string
	Broken bool
}

func (e *RecordError) Error() string { return "record: " + e.Text }

// patience is how long Erlang may take for one scenario.
const patience = 60 * time.Second

// Record lets Erlang play a scenario.
func (s *Session) Record(f *vector.File) ([]vector.Expect, error) {
	line, err := json.Marshal(struct {
		Tree  vector.Spec   `json:"tree"`
		Steps []vector.Step `json:"steps"`
	}{f.Tree, f.Steps})
	if err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	clock := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
	defer clock.Stop()
	if _, err := s.in.Write(append(line, '\n')); err != nil {
		return nil, s.ended(err)
	}
	answer, err := s.out.ReadBytes('\n')
	if err != nil {
		return nil, s.ended(err)
	}
	var out struct {
		Expect []vector.Expect `json:"expect"`
		Failed string          `json:"failed"`
	}
	switch err := json.Unmarshal(answer, &out); {
	case err != nil:
		return nil, &RecordError{fmt.Sprintf("%v in %.200s", err, answer), true}
	case out.Failed != "":
		return nil, &RecordError{out.Failed, false}
	case len(out.Expect) != len(f.Steps):
		return nil, &RecordError{fmt.Sprintf("%d steps, %d seen", len(f.Steps), len(out.Expect)), true}
	}
	return out.Expect, nil
}

// ended is the error of a session that is over. What Erlang has said about it is
// complete once the process has been waited for.
func (s *Session) ended(err error) *RecordError {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	return &RecordError{fmt.Sprintf("%v %s", err, s.errors), true}
}
