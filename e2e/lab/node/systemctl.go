package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func askInit(verb, name string) ([]unitState, error) {
	conn, err := net.Dial("unix", initSocket)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	fmt.Fprintf(conn, "%s %s\n", verb, name)
	var reply struct {
		Error  string
		States []unitState
	}
	if err := json.NewDecoder(conn).Decode(&reply); err != nil {
		return nil, err
	}
	if reply.Error != "" {
		return nil, errors.New(reply.Error)
	}
	return reply.States, nil
}

func (s unitState) active() string {
	switch {
	case s.Pid != 0:
		return "active"
	case s.Failed:
		return "failed"
	}
	return "inactive"
}

func (s unitState) enablement() string {
	if s.Enabled {
		return "enabled"
	}
	return "disabled"
}

func systemctl(args []string) error {
	words, options := splitOptions(args)
	verb := "list-units"
	if len(words) > 0 {
		verb, words = words[0], words[1:]
	}
	for i, word := range words {
		words[i] = strings.TrimSuffix(word, ".service")
	}
	states, err := askInit("states", "")
	if err != nil {
		return err
	}
	switch verb {
	case "daemon-reload", "reset-failed", "daemon-reexec":
		return nil
	case "is-system-running":
		fmt.Println("running")
		return nil
	case "reboot", "poweroff":
		return powerCommand(verb)
	case "list-units", "list-unit-files":
		listUnits(states, verb == "list-unit-files")
		return nil
	case "enable", "disable", "start", "stop", "restart", "reload", "try-restart", "kill", "mask", "unmask":
		return changeUnits(verb, words, options["--now"])
	}
	return queryUnits(verb, words, states, options)
}

func splitOptions(args []string) (words []string, options map[string]bool) {
	options = map[string]bool{}
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "-p" && i+1 < len(args):
			i++
			options["--property="+args[i]] = true
		case strings.HasPrefix(args[i], "-"):
			options[args[i]] = true
		default:
			words = append(words, args[i])
		}
	}
	return words, options
}

func listUnits(states []unitState, files bool) {
	for _, s := range states {
		sub := map[string]string{"active": "running", "inactive": "dead", "failed": "failed"}[s.active()]
		if files {
			fmt.Printf("%s.service %s enabled\n", s.Name, s.enablement())
		} else if s.active() != "inactive" {
			fmt.Printf("  %s.service loaded %s %s %s\n", s.Name, s.active(), sub, s.Description)
		}
	}
}

func changeUnits(verb string, names []string, now bool) error {
	units := loadUnits()
	for _, name := range names {
		unit, known := units[name]
		if !known {
			if verb == "enable" || verb == "disable" {
				return fmt.Errorf("Failed to %s unit: Unit file %s.service does not exist.", verb, name)
			}
			complain("Failed to %s %s.service: Unit %s.service not found.", verb, name, name)
			return exitCode(5)
		}
		do := map[string]string{"try-restart": "restart", "reload": "restart", "kill": "stop"}[verb]
		if do == "" {
			do = verb
		}
		if verb == "enable" || verb == "disable" {
			unit.Enabled = verb == "enable"
			if err := writeUnit(name, unit); err != nil {
				return err
			}
			if do = ""; now {
				do = map[string]string{"enable": "start", "disable": "stop"}[verb]
			}
		}
		if do != "" && do != "mask" && do != "unmask" {
			if _, err := askInit(do, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func queryUnits(verb string, names []string, states []unitState, options map[string]bool) error {
	result := error(nil)
	for _, name := range names {
		state, known := findUnit(states, name)
		switch verb {
		case "is-active":
			fmt.Println(state.active())
			if state.Pid == 0 {
				result = exitCode(3)
			}
		case "is-enabled":
			if !known {
				complain("Failed to get unit file state for %s.service: No such file or directory", name)
				return exitCode(1)
			}
			fmt.Println(state.enablement())
			if !state.Enabled {
				result = exitCode(1)
			}
		case "show":
			showUnit(state, known, options)
		case "status":
			if !known {
				complain("Unit %s.service could not be found.", name)
				return exitCode(4)
			}
			result = printStatus(state)
		default:
			return fmt.Errorf("Unknown command verb %s.", verb)
		}
	}
	return result
}

func findUnit(states []unitState, name string) (unitState, bool) {
	for _, s := range states {
		if s.Name == name {
			return s, true
		}
	}
	return unitState{Name: name}, false
}

func showUnit(s unitState, known bool, options map[string]bool) {
	load := "loaded"
	if !known {
		load = "not-found"
	}
	values := []struct{ key, value string }{
		{"LoadState", load}, {"ActiveState", s.active()}, {"MainPID", fmt.Sprint(s.Pid)},
		{"SubState", map[string]string{"active": "running", "inactive": "dead", "failed": "failed"}[s.active()]},
		{"UnitFileState", s.enablement()}, {"NRestarts", fmt.Sprint(s.Restarts)},
	}
	asked := ""
	for option := range options {
		if list, found := strings.CutPrefix(option, "--property="); found {
			asked += "," + list + ","
		}
	}
	for _, v := range values {
		if asked != "" && !strings.Contains(asked, ","+v.key+",") {
			continue
		}
		if options["--value"] {
			fmt.Println(v.value)
		} else {
			fmt.Println(v.key + "=" + v.value)
		}
	}
}

func printStatus(s unitState) error {
	since := time.Unix(s.Since, 0)
	fmt.Printf("● %s.service - %s\n     Loaded: loaded (/etc/systemd/system/%s.service; %s; preset: enabled)\n", s.Name, s.Description, s.Name, s.enablement())
	if s.Pid == 0 {
		fmt.Printf("     Active: %s\n", map[string]string{"inactive": "inactive (dead)", "failed": "failed (Result: exit-code)"}[s.active()])
		return exitCode(3)
	}
	fmt.Printf("     Active: active (running) since %s; %s ago\n   Main PID: %d (%s)\n", since.UTC().Format("Mon 2006-01-02 15:04:05 MST"), time.Since(since).Round(time.Second), s.Pid, filepath.Base(strings.Fields(s.Exec)[0]))
	return nil
}

func journalctl(args []string) error {
	unit, count, follow := "", "200", false
	for i := 0; i < len(args); i++ {
		value := ""
		if i+1 < len(args) {
			value = args[i+1]
		}
		switch {
		case args[i] == "-u" || args[i] == "--unit":
			unit = strings.TrimSuffix(value, ".service")
			i++
		case args[i] == "-n" || args[i] == "--lines":
			count = value
			i++
		case strings.HasPrefix(args[i], "-n"):
			count = args[i][2:]
		case args[i] == "-f" || args[i] == "--follow":
			follow = true
		}
	}
	files, _ := filepath.Glob(filepath.Join(logDir, unit+"*.log"))
	if len(files) == 0 {
		fmt.Println("-- No entries --")
		return nil
	}
	command := []string{"-q", "-n", count}
	if follow {
		command = append(command, "-f")
	}
	tail := exec.Command("tail", append(command, files...)...)
	tail.Stdout, tail.Stderr = os.Stdout, os.Stderr
	return tail.Run()
}

func powerCommand(verb string) error {
	_, err := askInit(verb, "system")
	return err
}

func shutdown(args []string) error {
	for _, arg := range args {
		if arg == "-r" || arg == "--reboot" {
			return powerCommand("reboot")
		}
	}
	return powerCommand("poweroff")
}
