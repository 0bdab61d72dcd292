package runners

import "errors"

// pump is the state of one Pump, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Run.
type pump struct{}

func newPump() PumpHandler { return &pump{} }

func (s *pump) Run(c *PumpCtx, a PumpArgs) error {
	for i := range a.Prefixes {
		a.Prefixes[i] += ":"
	}
	if err := c.Sink.Put(c, "begin "+a.Prefixes[0]); err != nil {
		return err
	}
	c.Ready()
	for {
		select {
		case <-c.Done():
			return nil
		case line, open := <-c.Feed.Value():
			switch {
			case !open:
				return nil
			case line == "poison":
				return errors.New("poisoned")
			}
			if err := c.Sink.Put(c, a.Prefixes[1]+line); err != nil {
				return err
			}
		}
	}
}
