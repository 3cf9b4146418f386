package model

import (
	"encoding/json"
	"errors"
)

// Usable reports why an answer to a request for a task cannot be used, nil if it can: it is of the shape that was
// asked for. Whether it is true is another matter.
func Usable(task string, body []byte) error {
	object, err := Object(body)
	if err != nil {
		return err
	}
	switch task {
	case TaskStory, TaskChoose:
		return readStory(task, &storyAnswer{})(object)
	case TaskFront:
		var a frontAnswer
		if json.Unmarshal(object, &a) != nil || a.Lede == nil {
			return errors.New("not of the shape that was asked for")
		}
	case TaskCheck:
		var a checkAnswer
		if json.Unmarshal(object, &a) != nil || len(a.Verdicts) == 0 {
			return errors.New("not of the shape that was asked for")
		}
	}
	return nil
}
