package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// clockSkew is how far the clock-skew fault puts the commands' clock from the machine's own. The kernel has
// one clock for all nodes, so the skew is a stand-in: it is seen by date and timedatectl only.
func clockSkew() int {
	text, _ := fault("clock-skew")
	seconds, _ := strconv.Atoi(text)
	return seconds
}

func dateCommand(args []string) error {
	skew := clockSkew()
	for _, arg := range args {
		if arg == "-d" || arg == "-r" || arg == "-s" || arg == "-f" || strings.HasPrefix(arg, "--") && strings.Contains(arg, "=") {
			skew = 0
		}
	}
	if skew != 0 {
		now := time.Now().Add(time.Duration(skew) * time.Second)
		args = append([]string{"-d", fmt.Sprintf("@%d.%09d", now.Unix(), now.Nanosecond())}, args...)
	}
	return passThrough(nil, labDir+"/date", args...)
}

func timedatectl(args []string) error {
	synced := "yes"
	if clockSkew() != 0 {
		synced = "no"
	}
	now := time.Now().Add(time.Duration(clockSkew()) * time.Second).UTC()
	if len(args) > 0 && args[0] == "show" {
		value := false
		only := ""
		for i, arg := range args {
			value = value || arg == "--value"
			if after, found := strings.CutPrefix(arg, "--property="); found {
				only = after
			} else if arg == "-p" && i+1 < len(args) {
				only = args[i+1]
			}
		}
		for _, pair := range [][2]string{{"Timezone", "Etc/UTC"}, {"LocalRTC", "no"}, {"CanNTP", "yes"}, {"NTP", "yes"}, {"NTPSynchronized", synced}, {"TimeUSec", now.Format("Mon 2006-01-02 15:04:05 MST")}} {
			if only != "" && only != pair[0] {
				continue
			}
			if value {
				fmt.Println(pair[1])
			} else {
				fmt.Println(pair[0] + "=" + pair[1])
			}
		}
		return nil
	}
	stamp := now.Format("Mon 2006-01-02 15:04:05 MST")
	fmt.Printf("               Local time: %s\n           Universal time: %s\n                 RTC time: %s\n                Time zone: Etc/UTC (UTC, +0000)\nSystem clock synchronized: %s\n              NTP service: active\n          RTC in local TZ: no\n", stamp, stamp, now.Format("Mon 2006-01-02 15:04:05"), synced)
	return nil
}

func lsbRelease(args []string) error {
	short, letters := false, ""
	for _, arg := range args {
		switch {
		case strings.HasPrefix(arg, "--"):
			letters += map[string]string{"--all": "a", "--id": "i", "--description": "d", "--release": "r", "--codename": "c", "--short": "s"}[arg]
		case strings.HasPrefix(arg, "-"):
			letters += arg[1:]
		}
	}
	short = strings.Contains(letters, "s")
	for _, row := range [][3]string{{"i", "Distributor ID", "Ubuntu"}, {"d", "Description", "Ubuntu 24.04.3 LTS"}, {"r", "Release", "24.04"}, {"c", "Codename", "noble"}} {
		if !strings.Contains(letters, row[0]) && !strings.Contains(letters, "a") {
			continue
		}
		if short {
			fmt.Println(row[2])
		} else {
			fmt.Printf("%s:\t%s\n", row[1], row[2])
		}
	}
	return nil
}

func hostnamectl(args []string) error {
	if len(args) > 1 && (args[0] == "set-hostname" || args[0] == "hostname") {
		if err := os.WriteFile("/etc/hostname", []byte(args[1]+"\n"), 0o644); err != nil {
			return err
		}
		return passThrough(nil, "/usr/bin/hostname", args[1])
	}
	if len(args) > 0 && args[0] == "hostname" {
		fmt.Println(hostName())
		return nil
	}
	fmt.Printf(" Static hostname: %s\n       Icon name: computer-vm\n         Chassis: vm\n      Machine ID: %s\n  Virtualization: kvm\nOperating System: Ubuntu 24.04.3 LTS\n    Architecture: x86-64\n", hostName(), readWord("/etc/machine-id"))
	return nil
}
