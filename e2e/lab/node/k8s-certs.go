package main

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// lifetime reads --expires-in: Go's units, and d, mo and y.
func lifetime(text string) (time.Duration, error) {
	for _, unit := range []struct {
		suffix string
		length time.Duration
	}{{"mo", 30 * 24 * time.Hour}, {"d", 24 * time.Hour}, {"y", 365 * 24 * time.Hour}} {
		number, found := strings.CutSuffix(text, unit.suffix)
		if count, err := strconv.Atoi(number); found && err == nil {
			return time.Duration(count) * unit.length, nil
		}
	}
	return time.ParseDuration(text)
}

func k8sRefreshCerts(call *k8sCall) error {
	switch {
	case call.given("external-certificates"):
		return refuse("The lab does not have external certificates.")
	case !call.given("expires-in"):
		return refuse("Error: the --expires-in flag is required when not using --external-certificates.")
	}
	node, err := inK8sCluster()
	if err != nil {
		return err
	}
	life, err := lifetime(call.flag("expires-in"))
	if err != nil {
		return refuse("Error: Failed to parse TTL. \n\nThe error was: %v", err)
	}
	wanted := strings.FieldsFunc(strings.Join(call.flags["certificates"], ","), func(r rune) bool { return r == ',' })
	ends := time.Now().Add(life)
	fmt.Println("Waiting for certificates to be created...")
	if err := refreshK8sCerts(node, wanted, call.flags["extra-sans"], ends); err != nil {
		return refuse("Error: Failed to refresh the certificates.\n\nThe error was: %v", k8sdError("POST", "k8sd/refresh-certs/run", err))
	}
	fmt.Printf("Certificates have been successfully refreshed, and will expire at %v.\n", time.Unix(ends.Unix(), 0))
	return nil
}

func refreshK8sCerts(node k8sNode, wanted, extraSANs []string, ends time.Time) error {
	if isK8sWorker() {
		// The real one makes signing requests that an administrator approves.
		return errors.New("the lab refreshes the certificates of control planes only")
	}
	s, err := localK8sStore()
	if err != nil {
		return err
	}
	cluster, err := s.cluster()
	if err != nil {
		return err
	}
	list := append(controlPlaneCerts(node, firstAddress(cluster.ServiceCIDR), extraSANs), issued{"apiserver-kubelet-client", "client-ca", name("apiserver-kubelet-client", "system:masters"), nil})
	for _, each := range wanted {
		if !slices.ContainsFunc(list, func(known issued) bool { return known.name == each }) {
			return fmt.Errorf("failed to validate requested certificates: invalid certificates for control-plane node: %s", each)
		}
	}
	list = slices.DeleteFunc(list, func(each issued) bool { return len(wanted) > 0 && !slices.Contains(wanted, each.name) })
	if err := issueK8s(node, cluster.Shared, list, ends); err != nil {
		return err
	}
	if err := restartK8s(controlPlaneServices[1:]...); err != nil {
		return err
	}
	return until(time.Now().Add(time.Minute), apiReady)
}

func k8sCertsStatus(*k8sCall) error {
	if _, err := inK8sCluster(); err != nil {
		return err
	}
	if !isRoot() {
		return refuse("Error: Failed to create a k8sd client. Make sure that the k8sd service is running.\n\nThe error was: permission denied")
	}
	certs, configs := []string{"apiserver", "apiserver-kubelet-client", "front-proxy-client", "kubelet"}, []string{"admin.conf", "controller.conf", "kubelet.conf", "proxy.conf", "scheduler.conf"}
	if isK8sWorker() {
		certs, configs = []string{"kubelet"}, []string{"kubelet.conf", "proxy.conf"}
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CERTIFICATE\tEXPIRES\tRESIDUAL TIME\tCERTIFICATE AUTHORITY\tEXTERNALLY MANAGED")
	row := func(label string, cert *x509.Certificate, more ...string) {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", label, cert.NotAfter.UTC().Format("Jan 02, 2006 15:04 MST"), residual(time.Until(cert.NotAfter)), strings.Join(append(more, "no"), "\t"))
	}
	for _, file := range append(certs, configs...) {
		cert, err := certificateOf(file)
		if err != nil {
			return refuse("Error: Failed to retrieve certificate status.\n\nError: %v", err)
		}
		row(file, cert, cert.Issuer.CommonName)
	}
	fmt.Fprintln(table, "\nCERTIFICATE AUTHORITY\tEXPIRES\tRESIDUAL TIME\tEXTERNALLY MANAGED")
	for _, file := range slices.Sorted(maps.Keys(k8sAuthorities)) {
		if cert, err := certificateOf(file); err == nil && !strings.Contains(file, "/") {
			row(cert.Subject.CommonName, cert)
		}
	}
	return table.Flush()
}

// certificateOf reads one of this node's certificates, from a file of pki or out of a kubeconfig.
func certificateOf(file string) (*x509.Certificate, error) {
	text, err := os.ReadFile(filepath.Join(pkiDir, file+".crt"))
	if filepath.Ext(file) == ".conf" {
		var pair pemPair
		_, _, pair, err = readKubeconfig(filepath.Join(kubeDir, file))
		text = []byte(pair.cert)
	}
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s: not PEM", file)
	}
	return x509.ParseCertificate(block.Bytes)
}

// residual says a time as kubectl does: 45m, 23h, 364d, 19y.
func residual(left time.Duration) string {
	days := int(left.Hours() / 24)
	switch {
	case left < 0:
		return "<invalid>"
	case left < 3*time.Hour:
		return fmt.Sprintf("%dm", int(left.Minutes()))
	case days < 2:
		return fmt.Sprintf("%dh", int(left.Hours()))
	case days < 2*365:
		return fmt.Sprintf("%dd", days)
	case days < 8*365 && days%365 != 0:
		return fmt.Sprintf("%dy%dd", days/365, days%365)
	}
	return fmt.Sprintf("%dy", days/365)
}
