package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
)

const (
	snapState   = "/var/lib/snapd/hearth-lab"
	noSudo      = "error: access denied (try with sudo)"
	needClassic = `error: This revision of snap %q was published using classic confinement and thus may
       perform arbitrary system changes outside of the security sandbox that snaps are usually
       confined to, which may put your system at risk.

       If you understand and want to proceed repeat the command including --classic.
`
)

func snapCommand(args []string) error {
	if len(args) == 0 {
		args = []string{"help"}
	}
	verb, words, options := args[0], []string{}, map[string]string{}
	for i := 1; i < len(args); i++ {
		key, value, assigned := strings.Cut(args[i], "=")
		switch {
		case !strings.HasPrefix(args[i], "-"):
			words = append(words, args[i])
		case key == "--channel" && !assigned && i+1 < len(args):
			i++
			options[key] = args[i]
		default:
			options[key] = value
		}
	}
	switch verb {
	case "version":
		fmt.Printf("snap          2.71\nsnapd         2.71\nseries        16\nubuntu        24.04\nkernel        %s\narchitecture  amd64\n", readWord("/proc/sys/kernel/osrelease"))
		return nil
	case "list":
		return snapList(words)
	case "info":
		return snapInfo(words)
	case "wait", "refresh-timer", "warnings":
		return nil
	case "set", "unset":
		return snapSet(verb, words)
	case "get":
		return snapGet(words)
	case "changes":
		fmt.Print("ID   Status  Spawn               Ready               Summary\n1    Done    today at 00:00 UTC  today at 00:00 UTC  Initialize system state\n")
		return nil
	case "services":
		return snapServices(words)
	case "install", "remove", "refresh", "start", "stop", "restart":
		return snapChange(verb, words, options)
	}
	fmt.Fprintf(os.Stderr, "error: unknown command %q, see 'snap help'.\n", verb)
	return exitCode(64)
}

func snapChange(verb string, words []string, options map[string]string) error {
	if !isRoot() {
		return fmt.Errorf("%s", noSudo)
	}
	if len(words) == 0 {
		return fmt.Errorf("error: the required argument `<snap> (at least 1 argument)` was not provided")
	}
	unlock, err := snapLock(verb, words[0])
	if err != nil {
		return err
	}
	defer unlock()
	name, _, _ := strings.Cut(words[0], ".")
	p, known := store[name]
	switch {
	case verb == "install" && known:
		return p.snapInstall(options)
	case verb == "install":
		return fmt.Errorf("error: snap %q not found", name)
	case !known || p.channel() == "":
		text := fmt.Sprintf("snap %q is not installed", name)
		if verb == "remove" {
			complain("%s", text)
			return nil
		}
		return fmt.Errorf("error: %s", text)
	case verb == "remove":
		return p.snapRemove(options)
	case verb == "refresh":
		return p.snapRefresh(options)
	}
	services := p.services()
	if strings.Contains(words[0], ".") {
		services = []string{"snap." + words[0]}
	} else if _, enable := options["--enable"]; verb != "stop" && !enable {
		// Of a whole snap only what is enabled starts.
		units := loadUnits()
		services = slices.DeleteFunc(services, func(service string) bool { return !units[service].Enabled })
	}
	for _, service := range services {
		if err := changeService(verb, service, options); err != nil {
			return err
		}
	}
	fmt.Println(map[string]string{"start": "Started.", "stop": "Stopped.", "restart": "Restarted."}[verb])
	return nil
}

// changeService starts or stops one unit. A restart of a service that is not running does nothing, as in snapd.
func changeService(verb, service string, options map[string]string) error {
	units := loadUnits()
	unit, known := units[service]
	if !known {
		name := strings.TrimPrefix(service, "snap.")
		snap, app, _ := strings.Cut(name, ".")
		return fmt.Errorf("error: snap %q has no service %q", snap, app)
	}
	_, enable := options["--enable"]
	_, disable := options["--disable"]
	if verb == "start" && enable || verb == "stop" && disable {
		unit.Enabled = enable
		if err := writeUnit(service, unit); err != nil {
			return err
		}
	}
	states, err := askInit("states", "")
	if err != nil {
		return err
	}
	if state, _ := findUnit(states, service); verb == "restart" && state.Pid == 0 && !unit.Enabled {
		return nil
	}
	_, err = askInit(verb, service)
	return err
}

// snapLock holds off a second change, and answers as snapd does while the snap-lock fault is on.
func snapLock(verb, snap string) (func(), error) {
	if _, on := fault("snap-lock"); on {
		return nil, fmt.Errorf("error: snap %q has \"auto-refresh\" change in progress", snap)
	}
	os.MkdirAll("/run/snapd", 0o755)
	file, err := os.OpenFile("/run/snapd/hearth-lab.lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return nil, fmt.Errorf("error: snap %q has \"%s-snap\" change in progress", snap, verb)
	}
	return func() { file.Close() }, nil
}

func snapList(words []string) error {
	var rows [][]any
	// On every node, but not told of where nobody asks for it.
	if slices.Contains(words, "snapd") {
		rows = append(rows, []any{"snapd", "2.71", "25202", "latest/stable", "canonical✓", "snapd"})
	}
	for _, p := range installedSnaps() {
		if len(words) == 0 || slices.Contains(words, p.name) {
			rows = append(rows, []any{p.name, p.current().version, p.current().revision, p.channel(), "canonical✓", "classic"})
		}
	}
	switch {
	case len(rows) == 0 && len(words) == 0:
		complain("No snaps are installed yet. Try 'snap install hello-world'.")
		return nil
	case len(rows) == 0:
		return fmt.Errorf("error: no matching snaps installed")
	}
	table := tabwriter.NewWriter(os.Stdout, 5, 3, 2, ' ', 0)
	fmt.Fprintln(table, "Name\tVersion\tRev\tTracking\tPublisher\tNotes")
	for _, row := range rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", row...)
	}
	return table.Flush()
}

func snapInfo(words []string) error {
	p, known := store[strings.Join(words, " ")]
	if !known {
		return fmt.Errorf("error: no snap found for %q", strings.Join(words, " "))
	}
	size := p.size >> 20
	fmt.Printf("name:      %[1]s\nsummary:   %[2]s\npublisher: Canonical✓\nstore-url: https://snapcraft.io/%[1]s\nlicense:   Apache-2.0\n", p.name, p.summary)
	if channel := p.channel(); channel != "" {
		fmt.Printf("tracking:     %s\ninstalled:          %s            (%s) %dMB classic\n", channel, p.current().version, p.current().revision, size)
	}
	fmt.Println("channels:")
	tracks := p.releases
	if p.latest {
		tracks = append(slices.Clone(tracks), release{"latest", p.releases[0].version, p.releases[0].revision})
	}
	for _, r := range tracks {
		for _, risk := range risks {
			fmt.Printf("  %-24s %s 2026-06-30 (%s) %dMB classic\n", r.track+"/"+risk+":", r.version, r.revision, size)
		}
	}
	return nil
}

// refreshTimer is all that is kept of the system's configuration.
const refreshTimer = "/var/lib/snapd/refresh-timer"

func snapSet(verb string, words []string) error {
	if !isRoot() {
		return fmt.Errorf("%s", noSudo)
	}
	if len(words) != 2 || words[0] != "system" {
		return nil
	}
	key, value, _ := strings.Cut(words[1], "=")
	switch {
	case key != "refresh.timer":
		return nil
	case verb == "unset":
		os.Remove(refreshTimer)
		return nil
	}
	os.MkdirAll("/var/lib/snapd", 0o755)
	return os.WriteFile(refreshTimer, []byte(value), 0o600)
}

func snapGet(words []string) error {
	if len(words) == 2 && words[0] == "system" && words[1] == "refresh.timer" {
		value, err := os.ReadFile(refreshTimer)
		if err != nil {
			return fmt.Errorf("error: snap \"core\" has no \"refresh.timer\" configuration option")
		}
		fmt.Println(string(value))
		return nil
	}
	if len(words) == 2 && words[0] == "system" && words[1] == "seed.loaded" {
		fmt.Println("true")
		return nil
	}
	return fmt.Errorf("error: snap %q has no configuration", strings.Join(words[:min(1, len(words))], ""))
}

func snapServices(words []string) error {
	if len(installedSnaps()) == 0 {
		complain("There are no services provided by installed snaps.")
		return nil
	}
	states, err := askInit("states", "")
	fmt.Println("Service                            Startup   Current   Notes")
	for _, s := range states {
		name, found := strings.CutPrefix(s.Name, "snap.")
		snap, _, _ := strings.Cut(name, ".")
		if found && (len(words) == 0 || slices.Contains(words, snap) || slices.Contains(words, name)) {
			fmt.Printf("%-34s %-9s %-9s -\n", name, s.enablement(), s.active())
		}
	}
	return err
}
