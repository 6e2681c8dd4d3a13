package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// release is what a track of a snap holds.
type release struct{ track, version, revision string }

// snapPackage is one snap of the lab's store. Each has a file of its own that says what its hooks do.
type snapPackage struct {
	name, summary string
	size          int64
	// releases are the newest first; latest says whether the newest is on the track "latest" too.
	releases []release
	latest   bool
	install  func(r release) error
	remove   func() error
	// refresh moves the data of one revision to another while the services stand still.
	refresh func(from, to release) error
	// services are the units that start, stop and restart are for, in their order.
	services func() []string
}

var store = map[string]*snapPackage{"microk8s": &microk8sSnap, "k8s": &k8sSnap}

var risks = []string{"stable", "candidate", "beta", "edge"}

func (p *snapPackage) channel() string { return readWord(filepath.Join(snapState, p.name)) }

func (p *snapPackage) setChannel(channel string) error {
	if err := os.MkdirAll(snapState, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(snapState, p.name), []byte(channel), 0o644)
}

// on is the release that a channel holds.
func (p *snapPackage) on(channel string) release {
	track, _, _ := strings.Cut(channel, "/")
	for _, r := range p.releases {
		if r.track == track {
			return r
		}
	}
	return p.releases[0]
}

// current is the release that is installed, or the newest while none is.
func (p *snapPackage) current() release { return p.on(p.channel()) }

func (p *snapPackage) file(r release) string {
	return fmt.Sprintf("/var/lib/snapd/snaps/%s_%s.snap", p.name, r.revision)
}

func installedSnaps() []*snapPackage {
	var installed []*snapPackage
	for _, name := range slices.Sorted(maps.Keys(store)) {
		if store[name].channel() != "" {
			installed = append(installed, store[name])
		}
	}
	return installed
}

func (p *snapPackage) snapInstall(options map[string]string) error {
	if p.channel() != "" {
		complain("snap %q is already installed, see 'snap help refresh'", p.name)
		return nil
	}
	channel, err := p.parseChannel(options, "install")
	if err != nil {
		return err
	}
	if _, classic := options["--classic"]; !classic {
		fmt.Fprintf(os.Stderr, needClassic, p.name)
		return exitCode(1)
	}
	if err := p.download(channel); err != nil {
		return err
	}
	if err := p.install(p.on(channel)); err != nil {
		return fmt.Errorf("error: cannot perform the following tasks:\n- Run install hook of %q snap if present (run hook \"install\": %v)", p.name, err)
	}
	if err := p.setChannel(channel); err != nil {
		return err
	}
	fmt.Printf("%s%s %s from Canonical✓ installed\n", p.name, channelNote(channel), p.current().version)
	return nil
}

func channelNote(channel string) string {
	if channel == "latest/stable" {
		return ""
	}
	return " (" + strings.TrimPrefix(channel, "latest/") + ")"
}

// download takes the disk space that the snap takes, so that a full disk is found the way snapd finds it.
func (p *snapPackage) download(channel string) error {
	seconds, err := strconv.ParseFloat(readWord(confDir+"/snap-seconds"), 64)
	if err != nil {
		seconds = 1
	}
	time.Sleep(time.Duration(seconds * float64(time.Second)))
	r := p.on(channel)
	partial := p.file(r) + ".partial"
	if err := takeSpace(partial, p.size); err != nil {
		os.Remove(partial)
		return fmt.Errorf("error: cannot perform the following tasks:\n- Download snap %q (%s) from channel %q (write %s: %v)", p.name, r.revision, channel, partial, err)
	}
	return os.Rename(partial, p.file(r))
}

func takeSpace(path string, size int64) error {
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	if err == nil {
		var file *os.File
		if file, err = os.Create(path); err == nil {
			defer file.Close()
			return syscall.Fallocate(int(file.Fd()), 0, 0, size)
		}
	}
	var where *os.PathError
	if errors.As(err, &where) {
		return where.Err
	}
	return err
}

func (p *snapPackage) parseChannel(options map[string]string, action string) (string, error) {
	channel := options["--channel"]
	for _, risk := range risks {
		if _, given := options["--"+risk]; given {
			channel = risk
		}
	}
	track, risk, found := strings.Cut(channel, "/")
	switch {
	case channel == "" || slices.Contains(risks, channel):
		track, risk = "latest", channel
	case !found && action == "refresh" && p.channel() != "":
		_, risk, _ = strings.Cut(p.channel(), "/")
	}
	if risk == "" {
		risk = "stable"
	}
	known := track == "latest" && p.latest
	for _, r := range p.releases {
		known = known || r.track == track
	}
	if known && slices.Contains(risks, risk) {
		return track + "/" + risk, nil
	}
	return "", p.notAvailable(track, risk, action)
}

// notAvailable is what snapd says of a channel that the store does not have.
func (p *snapPackage) notAvailable(track, risk, action string) error {
	tracks := ""
	if p.latest {
		tracks = fmt.Sprintf("         latest/%[2]s  snap %[3]s --%[2]s %[1]s\n", p.name, risk, action)
	}
	for _, r := range p.releases {
		tracks += fmt.Sprintf("         %[4]s/%[2]s    snap %[3]s --channel=%[4]s %[1]s\n", p.name, risk, action, r.track)
	}
	return fmt.Errorf("error: snap %[1]q is not available on %[2]s/%[3]s but is available to install on the following\n       tracks:\n%[4]s\n       Please be mindful that different tracks may include different features.\n       Get more information with 'snap info %[1]s'.", p.name, track, risk, tracks)
}

func (p *snapPackage) snapRemove(options map[string]string) error {
	r := p.current()
	if err := p.remove(); err != nil {
		return fmt.Errorf("error: cannot perform the following tasks:\n- Remove data for snap %q (%s) (%v)", p.name, r.revision, err)
	}
	os.Remove(p.file(r))
	os.Remove(filepath.Join(snapState, p.name))
	if _, purge := options["--purge"]; purge {
		fmt.Println(p.name + " removed")
	} else {
		fmt.Println(p.name + " removed (snap data snapshot saved)")
	}
	return nil
}

// snapRefresh does to the services what snapd does: those that run stand still while the revision changes.
func (p *snapPackage) snapRefresh(options map[string]string) error {
	channel := p.channel()
	if options["--channel"] != "" || len(options) > 0 {
		var err error
		if channel, err = p.parseChannel(options, "refresh"); err != nil {
			return err
		}
	}
	from, to := p.current(), p.on(channel)
	if channel == p.channel() {
		complain("snap %q has no updates available", p.name)
		return nil
	}
	if from != to {
		if err := p.download(channel); err != nil {
			return err
		}
		if err := p.changeRevision(from, to); err != nil {
			return fmt.Errorf("error: cannot perform the following tasks:\n- Copy snap %q data (%v)", p.name, err)
		}
	}
	if err := p.setChannel(channel); err != nil {
		return err
	}
	if from != to {
		if err := p.startRunning(); err != nil {
			return err
		}
		os.Remove(p.file(from))
	}
	fmt.Printf("%s%s %s from Canonical✓ refreshed\n", p.name, channelNote(channel), to.version)
	return nil
}

func (p *snapPackage) changeRevision(from, to release) error {
	for _, service := range slices.Backward(p.services()) {
		if _, err := askInit("stop", service); err != nil {
			return err
		}
	}
	return p.refresh(from, to)
}

// startRunning starts what is enabled: a service that was stopped by hand stays stopped only when disabled, as in snapd.
func (p *snapPackage) startRunning() error {
	units := loadUnits()
	for _, service := range p.services() {
		if !units[service].Enabled {
			continue
		}
		if _, err := askInit("start", service); err != nil {
			return err
		}
	}
	return nil
}
