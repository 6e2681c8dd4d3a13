package main

import (
	"os"
	"strconv"
	"syscall"
	"time"
)

// The half joins that are known from the field, as faults of the joining node. They work for every snap.
const (
	// joinCut ends the joining command midway, as a lost power supply does; nothing is taken back. With the value
	// "late" a worker's of MicroK8s ends after it has its services and before it counts as one that may leave.
	joinCut = "join-cut"
	// joinLost ends as a good join does, with exit code 0, but the kubelet never runs: no member appears.
	joinLost = "join-lost"
	// joinSilent lets the node appear in the cluster and then stops what would keep it alive.
	joinSilent = "join-silent"
)

func dawdle() {
	if seconds, on := fault("slow-join"); on {
		pause, _ := strconv.Atoi(seconds)
		time.Sleep(time.Duration(pause) * time.Second)
	}
}

func cutJoin() {
	if when, on := fault(joinCut); on && when != "late" {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
}

func cutLate() {
	if when, _ := fault(joinCut); when == "late" {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
}

// halfJoin says which unit of a joined node has to stand still, after waiting for what comes before that.
func halfJoin(listed func() bool, units ...string) error {
	_, lost := fault(joinLost)
	_, silent := fault(joinSilent)
	if silent {
		for end := time.Now().Add(time.Minute); !listed() && time.Now().Before(end); {
			time.Sleep(250 * time.Millisecond)
		}
	}
	if lost || silent {
		return changeUnits("disable", units, true)
	}
	return nil
}

// lostJoin is true when what makes a node a member must not even start.
func lostJoin() bool {
	_, on := fault(joinLost)
	return on
}
