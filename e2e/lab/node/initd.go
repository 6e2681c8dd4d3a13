package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	unitDir    = "/etc/hearth-lab/units"
	logDir     = "/var/log/hearth-lab"
	initSocket = "/run/hearth-lab-init.sock"
	// The lab's supervisor reads these as the way the node ended.
	exitReboot   = 77
	exitPoweroff = 78
)

type unitFile struct {
	Description string   `json:"description"`
	Exec        []string `json:"exec"`
	Enabled     bool     `json:"enabled"`
	Restart     bool     `json:"restart"`
}

type unitState struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Exec        string `json:"exec"`
	Enabled     bool   `json:"enabled"`
	Pid         int    `json:"pid"`
	Since       int64  `json:"since"`
	Failed      bool   `json:"failed"`
	Code        int    `json:"code"`
	Restarts    int    `json:"restarts"`
}

type process struct {
	pid    int
	since  time.Time
	wanted bool
	failed bool
	code   int
	// By itself, since somebody started it.
	restarts int
}

type initd struct {
	mu    sync.Mutex
	procs map[string]*process
}

func runInit([]string) error {
	d := &initd{procs: map[string]*process{}}
	if err := os.MkdirAll(logDir, 0o755); err != nil {
		return err
	}
	os.Setenv("PATH", binDir+":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
	children := make(chan os.Signal, 16)
	signal.Notify(children, syscall.SIGCHLD)
	go func() {
		for range children {
			d.reap()
		}
	}()
	os.Remove(initSocket)
	listener, err := net.Listen("unix", initSocket)
	if err != nil {
		return err
	}
	os.Chmod(initSocket, 0o666)
	for name, unit := range loadUnits() {
		if unit.Enabled {
			d.start(name)
		}
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go d.serve(conn)
	}
}

func loadUnits() map[string]unitFile {
	units := map[string]unitFile{}
	files, _ := filepath.Glob(unitDir + "/*.json")
	for _, file := range files {
		text, err := os.ReadFile(file)
		var unit unitFile
		if err == nil && json.Unmarshal(text, &unit) == nil {
			units[strings.TrimSuffix(filepath.Base(file), ".json")] = unit
		}
	}
	return units
}

func writeUnit(name string, unit unitFile) error {
	text, err := json.MarshalIndent(unit, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(unitDir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(unitDir, name+".json"), append(text, '\n'), 0o644)
}

func (d *initd) reap() {
	for {
		var status syscall.WaitStatus
		d.mu.Lock()
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if err == syscall.EINTR {
			d.mu.Unlock()
			continue
		}
		if err != nil || pid <= 0 {
			d.mu.Unlock()
			return
		}
		for name, p := range d.procs {
			if p.pid == pid {
				d.ended(name, p, status)
			}
		}
		d.mu.Unlock()
	}
}

// ended notes that a unit's process is gone and brings it back where the unit asks for that.
func (d *initd) ended(name string, p *process, status syscall.WaitStatus) {
	p.pid, p.since = 0, time.Now()
	p.code = status.ExitStatus()
	if status.Signaled() {
		p.code = int(status.Signal())
	}
	p.failed = p.wanted && (p.code != 0)
	unit := loadUnits()[name]
	if p.wanted && unit.Restart {
		time.AfterFunc(time.Second, func() {
			d.mu.Lock()
			again := p.wanted && p.pid == 0
			if again {
				p.restarts++
			}
			d.mu.Unlock()
			if again {
				d.start(name)
			}
		})
	}
}

func (d *initd) start(name string) error {
	unit, known := loadUnits()[name]
	if !known {
		return fmt.Errorf("Failed to start %s.service: Unit %s.service not found.", name, name)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.procs[name]
	if p == nil {
		p = &process{}
		d.procs[name] = p
	}
	p.wanted = true
	if p.pid != 0 {
		return nil
	}
	log, err := os.OpenFile(filepath.Join(logDir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return err
	}
	defer null.Close()
	pid, err := syscall.ForkExec(unit.Exec[0], unit.Exec, &syscall.ProcAttr{
		Env:   []string{"PATH=" + os.Getenv("PATH"), "HOME=/root"},
		Dir:   "/",
		Files: []uintptr{null.Fd(), log.Fd(), log.Fd()},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		p.failed = true
		return err
	}
	p.pid, p.since, p.failed = pid, time.Now(), false
	return nil
}

func (d *initd) stop(name string) error {
	d.mu.Lock()
	p := d.procs[name]
	if p == nil {
		d.mu.Unlock()
		return nil
	}
	p.wanted, p.failed, p.restarts = false, false, 0
	pid := p.pid
	d.mu.Unlock()
	for i := 0; pid != 0; i++ {
		if i == 0 {
			syscall.Kill(pid, syscall.SIGTERM)
		} else if i == 200 {
			syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(50 * time.Millisecond)
		d.mu.Lock()
		pid = p.pid
		d.mu.Unlock()
	}
	return nil
}

func (d *initd) states() []unitState {
	d.mu.Lock()
	defer d.mu.Unlock()
	states := []unitState{}
	for name, unit := range loadUnits() {
		state := unitState{Name: name, Description: unit.Description, Exec: strings.Join(unit.Exec, " "), Enabled: unit.Enabled}
		if p := d.procs[name]; p != nil {
			state.Pid, state.Since, state.Failed, state.Code, state.Restarts = p.pid, p.since.Unix(), p.failed, p.code, p.restarts
		}
		states = append(states, state)
	}
	sort.Slice(states, func(a, b int) bool { return states[a].Name < states[b].Name })
	return states
}

func (d *initd) serve(conn net.Conn) {
	defer conn.Close()
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return
	}
	verb, name, _ := strings.Cut(strings.TrimSpace(line), " ")
	reply := struct {
		Error  string      `json:"error"`
		States []unitState `json:"states"`
	}{}
	if verb != "states" && !peerIsRoot(conn) {
		reply.Error = fmt.Sprintf("Failed to %s %s: Interactive authentication required.", verb, name)
	} else if err := d.act(verb, name); err != nil {
		reply.Error = err.Error()
	}
	reply.States = d.states()
	json.NewEncoder(conn).Encode(reply)
}

func (d *initd) act(verb, name string) error {
	switch verb {
	case "start":
		return d.start(name)
	case "stop":
		return d.stop(name)
	case "restart":
		d.stop(name)
		return d.start(name)
	case "reboot", "poweroff":
		code := map[string]int{"reboot": exitReboot, "poweroff": exitPoweroff}[verb]
		time.AfterFunc(200*time.Millisecond, func() { syscall.Sync(); os.Exit(code) })
	}
	return nil
}

func peerIsRoot(conn net.Conn) bool {
	raw, err := conn.(*net.UnixConn).SyscallConn()
	if err != nil {
		return false
	}
	root := false
	raw.Control(func(fd uintptr) {
		peer, err := syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
		root = err == nil && peer.Uid == 0
	})
	return root
}
