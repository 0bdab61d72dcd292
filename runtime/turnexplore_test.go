package otp

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wrong says which promise of turn.go a state breaks; "": none.
func (w *turnWorld) wrong() string {
	visitors, turns := 0, 0
	for i, a := range w.agents {
		switch {
		case a.at == atInline || a.at == atMore:
			visitors++
		case a.at == atStart || i >= firstTurn && a != turnAgent{}:
			turns++
		}
	}
	nothingToDo := w.waitingSys == 0 && !w.closed && !w.interrupt
	switch {
	case visitors+turns > 1:
		return "two have the turn"
	case w.left > 1:
		return "it was left twice"
	case (visitors == 1) != (w.word == wordInline || w.word == wordMore):
		return "the word does not say that a caller has the turn"
	case w.word == wordTaken && turns == 0 && w.left == 0:
		return "nobody has the turn that is taken"
	case w.locked:
		return ""
	case w.word == wordFree && (!nothingToDo || w.waiting > 0 || w.held):
		return "the turn is free and there is something to do"
	case w.word == wordHeld && (!nothingToDo || !w.held):
		return "the server is suspended and there is something to do"
	case w.word == wordInline && (!nothingToDo || w.waiting > 0):
		return "a caller has not been told that there is something to do"
	default:
		return ""
	}
}

// wrongEnd says what is wrong with a state in which nothing happens any more.
func (w *turnWorld) wrongEnd(m *turnModel) string {
	for i, a := range w.agents {
		if a.at != atJob || i < firstTurn && int(a.done) < len(m.jobs[i]) {
			return "somebody hangs"
		}
	}
	left := uint8(0)
	if w.over {
		left = 1
	}
	switch {
	case w.left != left:
		return "the end was not told once"
	case (w.interrupt || w.broken) && !w.closed:
		return "it should have ended"
	case w.waitingSys+w.waiting > 0 && !w.closed && (w.waitingSys > 0 || !w.held):
		return "a message waits for ever"
	case w.handled+w.lost+w.waiting+w.waitingSys != w.sent:
		return "a message was lost, or handled twice"
	default:
		return ""
	}
}

// explore visits every state, and returns how many there are or the shortest way
// to one that is wrong.
func (m *turnModel) explore(start turnWorld) (states int, wrong string) {
	type arrival struct {
		from turnWorld
		step string
	}
	seen := map[turnWorld]arrival{start: {}}
	for queue := []turnWorld{start}; len(queue) > 0; queue = queue[1:] {
		w := queue[0]
		what, next := w.wrong(), m.steps(w)
		if what == "" && len(next) == 0 {
			what = w.wrongEnd(m)
		}
		if what != "" {
			var way []string
			for at := w; at != start; at = seen[at].from {
				way = append([]string{seen[at].step}, way...)
			}
			return len(seen), what + ": " + strings.Join(way, ", ")
		}
		for _, s := range next {
			if _, known := seen[s.next]; !known {
				seen[s.next] = arrival{w, s.name}
				queue = append(queue, s.next)
			}
		}
	}
	return len(seen), ""
}

// turnModels are the explored ones: who ends the server is killed from outside,
// interrupted by its supervisor, or nobody.
func turnModels(mutant turnMutant) map[string]*turnModel {
	models := map[string]*turnModel{}
	for name, end := range map[string][]turnJob{
		"is not ended": nil, "is killed": {jobKill}, "is interrupted": {jobInterrupt}, "is interrupted and killed": {jobInterrupt, jobKill},
	} {
		models[name] = &turnModel{mutant: mutant, jobs: [turnAgents][]turnJob{
			{jobVisit, jobVisit}, {jobVisit}, {jobSend}, {jobSend}, {jobSys, jobSys}, end,
		}}
	}
	return models
}

// The server is at rest, or has just been started.
func turnStarts() map[string]turnWorld {
	starting := turnWorld{word: wordTaken}
	starting.agents[firstTurn].at = atReceive
	return map[string]turnWorld{"at rest": {word: wordFree}, "started": starting}
}

func TestTurnIsRightInEveryState(t *testing.T) {
	t.Parallel()
	for end, m := range turnModels(asItIs) {
		for begin, start := range turnStarts() {
			if begin == "started" && len(m.jobs[5]) > 1 {
				continue // the largest, and no different
			}
			t.Run(begin+" "+end, func(t *testing.T) {
				t.Parallel()
				states, wrong := m.explore(start)
				assert.Empty(t, wrong)
				t.Log(states, "states")
			})
		}
	}
}

// What the exploration finds is worth as much as what it would find.
func TestTurnMutantsAreFound(t *testing.T) {
	t.Parallel()
	for _, mutant := range turnMutants() {
		t.Run(string(mutant), func(t *testing.T) {
			t.Parallel()
			for _, m := range turnModels(mutant) {
				if _, wrong := m.explore(turnWorld{word: wordFree}); wrong != "" {
					t.Log(wrong)
					return
				}
			}
			t.Error("nothing is wrong with it")
		})
	}
}

// The model does with the word what turn.go does, which counts visits in it, too.
func TestTurnModelIsTheCode(t *testing.T) {
	t.Parallel()
	m := &turnModel{jobs: [turnAgents][]turnJob{{jobVisit}}}
	for word := turnTaken; word <= turnMore; word++ {
		for _, job := range []turnJob{jobSend, jobSys, jobInterrupt, jobKill} {
			var code turn
			code.word.Store(word)
			start := code.claim(job != jobSend)
			w, a := turnWorld{word: uint8(word)}, turnAgent{job: job, saw: uint8(word)}
			started, again := m.claimed(&w, &a)
			require.False(t, again)
			assert.EqualValues(t, code.word.Load()&turnState, w.word, "claim of %d for %d", word, job)
			assert.Equal(t, start, started, "claim of %d for %d", word, job)
		}
		var code turn
		code.word.Store(word)
		_, visits := code.visit()
		w := turnWorld{word: uint8(word)}
		next := m.steps(w)[0].next
		assert.EqualValues(t, code.word.Load()&turnState, next.word, "visit of %d", word)
		assert.Equal(t, visits, next.agents[0].at == atInline, "visit of %d", word)
	}
	for word := turnInline; word <= turnMore; word++ {
		var code turn
		code.word.Store(word)
		left := code.leave(turnInline)
		w := turnWorld{word: uint8(word)}
		w.agents[0].at = atInline
		next := m.steps(w)[0].next
		assert.EqualValues(t, code.word.Load()&turnState, next.word, "leave of %d", word)
		assert.Equal(t, left, next.agents[0].at != atMore, "leave of %d", word)
	}
}
