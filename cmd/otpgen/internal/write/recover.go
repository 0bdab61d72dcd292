package write

import (
	"errors"
	"path"
	"slices"
	"strings"
)

// Recover completes the work of a run that was killed, or clears it away if
// nothing of it had happened yet. What it cannot complete, because somebody
// changed a path since, stays in the journal, so that [Classify] knows both
// contents as otpgen's; nothing is lost, and the next [Apply] ends it. Edits of
// the user's files are not completed: each is the old or the new one, and what
// it lacks is told again. The caller holds the [RunLock].
func Recover(d Disk) error {
	steps, err := readJournal(d.FS())
	if err != nil {
		return err
	}
	if len(steps) == 0 {
		return Clear(d)
	}
	for i, s := range steps {
		if i == len(steps)-1 {
			if err := syncFolders(d, steps); err != nil {
				return err
			}
		}
		done, err := s.redo(d)
		switch {
		case err != nil:
			return err
		case !done && !slices.ContainsFunc(steps, func(s step) bool { return s.owner == Generated }):
			return Clear(d) // there is nothing to know
		case !done:
			return nil
		}
	}
	if err := d.Sync("."); err != nil {
		return err
	}
	return finish(d, steps)
}

// redo does a step that a journal asks for. A journal may be anybody's, so it
// gets no more than a lock would: what it replaces, removes or makes must carry
// // otpgen's header, and nobody's file is in its way. Of the user's files, which
// have none, only those are made that generate or init may have been about to.
func (s step) redo(d Disk) (done bool, err error) {
	have, err := look(d.FS(), s.path)
	if err != nil {
		return false, err
	}
	now := hashOf(have)
	switch {
	case have.obstacle != "" || now != s.old && now != s.new:
		return false, nil
	case now == s.new:
		return true, nil
	case now != nothing && s.path != LockName && !hasHeader(have.content), s.owner == User && !begun(s.path), hidden(s.path):
		return false, nil
	}
	if !s.removes() {
		staged, err := look(d.FS(), s.staged())
		if err != nil || hashOf(staged) != s.new || s.owner == Generated && s.path != LockName && !hasHeader(staged.content) {
			return false, err
		}
	}
	_, err = s.do(d)
	var changed *changedError
	if errors.As(err, &changed) {
		return false, nil
	}
	return err == nil, err
}

// begun reports whether a path may be a file that otpgen begins for the user: a
// Go file, or what makes a module of a folder.
func begun(name string) bool {
	return path.Ext(name) == ".go" || slices.Contains([]string{"otp.yaml", "go.mod", "go.sum"}, path.Base(name))
}

// hidden reports whether a path may be one of the hidden files, a hook of git
// for example, that a journal from elsewhere must not make. Some file systems
// have second names for them: git~1, or .git with a dot, a space or :$DATA
// behind it.
func hidden(name string) bool {
	for element := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(element, ".") || strings.ContainsAny(element, `~:\`) {
			return true
		}
	}
	return false
}
