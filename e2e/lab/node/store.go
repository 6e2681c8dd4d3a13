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

// snapPackage is one snap of the lab's store. Each has a file of its own that says what its hooks do.
type snapPackage struct {
	name, summary, version, revision string
	size                             int64
	track                            string
	install, remove                  func() error
	// services are the units that start, stop and restart are for, in their order.
	services func() []string
}

var store = map[string]*snapPackage{"microk8s": &microk8sSnap}

func (p *snapPackage) channel() string { return readWord(filepath.Join(snapState, p.name)) }

func (p *snapPackage) setChannel(channel string) error {
	if err := os.MkdirAll(snapState, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(snapState, p.name), []byte(channel), 0o644)
}

func (p *snapPackage) file() string {
	return fmt.Sprintf("/var/lib/snapd/snaps/%s_%s.snap", p.name, p.revision)
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
	if err := p.install(); err != nil {
		return fmt.Errorf("error: cannot perform the following tasks:\n- Run install hook of %q snap if present (run hook \"install\": %v)", p.name, err)
	}
	if err := p.setChannel(channel); err != nil {
		return err
	}
	fmt.Printf("%s%s %s from Canonical✓ installed\n", p.name, channelNote(channel), p.version)
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
	partial := p.file() + ".partial"
	if err := takeSpace(partial, p.size); err != nil {
		os.Remove(partial)
		return fmt.Errorf("error: cannot perform the following tasks:\n- Download snap %q (%s) from channel %q (write %s: %v)", p.name, p.revision, channel, partial, err)
	}
	return os.Rename(partial, p.file())
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
	for _, risk := range []string{"stable", "candidate", "beta", "edge"} {
		if _, given := options["--"+risk]; given {
			channel = risk
		}
	}
	switch channel {
	case "":
		return "latest/stable", nil
	case "stable", "candidate", "beta", "edge":
		return "latest/" + channel, nil
	}
	track, risk, found := strings.Cut(channel, "/")
	if !found {
		risk = "stable"
	}
	if track == "latest" || track == p.track {
		return track + "/" + risk, nil
	}
	return "", fmt.Errorf(`error: snap "%[4]s" is not available on %[1]s/%[2]s but is available to install on the following
       tracks:
         latest/%[2]s  snap %[3]s --%[2]s %[4]s
         %[5]s/%[2]s    snap %[3]s --channel=%[5]s %[4]s

       Please be mindful that different tracks may include different features.
       Get more information with 'snap info %[4]s'.`, track, risk, action, p.name, p.track)
}

func (p *snapPackage) snapRemove(options map[string]string) error {
	if err := p.remove(); err != nil {
		return fmt.Errorf("error: cannot perform the following tasks:\n- Remove data for snap %q (%s) (%v)", p.name, p.revision, err)
	}
	os.Remove(p.file())
	os.Remove(filepath.Join(snapState, p.name))
	if _, purge := options["--purge"]; purge {
		fmt.Println(p.name + " removed")
	} else {
		fmt.Println(p.name + " removed (snap data snapshot saved)")
	}
	return nil
}

func (p *snapPackage) snapRefresh(options map[string]string) error {
	channel, err := p.parseChannel(options, "refresh")
	if err != nil {
		return err
	}
	if len(options) == 0 || channel == p.channel() {
		complain("snap %q has no updates available", p.name)
		return nil
	}
	if err := p.setChannel(channel); err != nil {
		return err
	}
	fmt.Printf("%s%s %s from Canonical✓ refreshed\n", p.name, channelNote(channel), p.version)
	return nil
}
