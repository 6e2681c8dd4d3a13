package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// builtVersion is the one Kubernetes that the lab is built of (pieces.ts); every release of a snap runs it.
const builtVersion = "v1.36.3"

// stampedKubelet lies here when the installed release has another version than the one the lab is built of.
const stampedKubelet = snapState + "-kubelet"

// stampKubelet makes the kubelet say the version of the installed release, as the stand-in for a kubelet of that
// version: a copy with another version text of the same length.
func stampKubelet(version string) error {
	if version == builtVersion {
		os.Remove(stampedKubelet)
		return nil
	}
	if len(version) != len(builtVersion) {
		return fmt.Errorf("the lab cannot stamp the version %s", version)
	}
	program, err := os.ReadFile(filepath.Join(binDir, "kubelet"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(stampedKubelet), 0o755); err != nil {
		return err
	}
	fresh := stampedKubelet + ".new"
	if err := os.WriteFile(fresh, bytes.ReplaceAll(program, []byte(builtVersion), []byte(version)), 0o755); err != nil {
		return err
	}
	return os.Rename(fresh, stampedKubelet)
}

// programPath is where a program of the lab lies.
func programPath(name string) string {
	if name == "kubelet" && exists(stampedKubelet) {
		return stampedKubelet
	}
	return filepath.Join(binDir, name)
}
