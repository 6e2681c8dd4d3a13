package main

import (
	"crypto/x509"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

const certsBackup = snapData + "/certs-backup"

var refreshable = [][2]string{{"ca.crt", "CA"}, {"server.crt", "server"}, {"front-proxy-client.crt", "front proxy client"}}

// refreshCerts is MicroK8s' refresh-certs, with the words of its Python (scripts/wrappers/refresh_certs.py); a
// certificate authority of one's own (CA_DIR) is not done.
func refreshCerts(args []string) error {
	if clustered() {
		fmt.Println("This MicroK8s deployment is acting as a node in a cluster. Please use the microk8s refresh-certs command on the master\nand then return to this node to perform a microk8s leave and re-join.")
		return nil
	}
	check, undo, cert := false, false, ""
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "-c" || args[i] == "--check":
			check = true
		case args[i] == "-u" || args[i] == "--undo":
			undo = true
		case (args[i] == "-e" || args[i] == "--cert") && i+1 < len(args):
			i++
			cert = args[i]
		default:
			complain("Usage: microk8s refresh-certs [OPTIONS] [CA_DIR]\nTry 'microk8s refresh-certs -h' for help.\n\nError: No such option: %s", args[i])
			return exitCode(2)
		}
	}
	switch {
	case check && undo || check && cert != "" || undo && cert != "":
		fmt.Println("Please select only one of the options -c, -u or -e.")
		return exitCode(2)
	case check:
		return checkCerts()
	case undo:
		return undoCerts()
	case cert == "":
		fmt.Println("Please use the '--cert' flag to select the certificate you need refreshed.\n\nAvailable certificate options:\n'server.crt': refreshes the server certificate\n'front-proxy-client.crt': refreshes the front proxy client certificate\n'ca.crt': refreshes the root CA and all certificates created from it.\n            Warning: refreshing the root CA requires nodes to leave and re-join the cluster")
		return exitCode(3)
	case !slices.ContainsFunc(refreshable, func(known [2]string) bool { return known[0] == cert }):
		complain("Usage: microk8s refresh-certs [OPTIONS] [CA_DIR]\nTry 'microk8s refresh-certs -h' for help.\n\nError: Invalid value for '-e' / '--cert': '%s' is not one of 'ca.crt', 'server.crt', 'front-proxy-client.crt'.", cert)
		return exitCode(2)
	}
	return refreshCert(cert)
}

func checkCerts() error {
	for _, known := range refreshable {
		until, err := validUntil(certsDir + "/" + known[0])
		if err != nil {
			fmt.Println("Failed to get certificate info.", err)
			return exitCode(4)
		}
		fmt.Printf("The %s certificate will expire in %d days.\n", known[1], int(time.Until(until).Hours()/24))
	}
	return nil
}

func validUntil(path string) (time.Time, error) {
	der, err := readPEM(path)
	if err != nil {
		return time.Time{}, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return time.Time{}, err
	}
	return cert.NotAfter, nil
}

func undoCerts() error {
	if !exists(certsBackup) {
		fmt.Println("No previous backup found")
		return exitCode(1)
	}
	for _, folder := range []string{"certs", "credentials"} {
		if err := exec.Command("cp", "-a", certsBackup+"/"+folder, snapData+"/").Run(); err != nil {
			fmt.Println("Failed to recover certificates")
			return exitCode(4)
		}
	}
	fmt.Println("Restarting, please wait.")
	return restartNamed("kubelite", "cluster-agent")
}

func restartNamed(names ...string) error {
	for _, name := range names {
		fmt.Printf("Restarting service %s.\n", name)
	}
	return controlServices("restart", names...)
}

func refreshCert(cert string) error {
	fmt.Printf("Taking a backup of the current certificates under %s/\n", certsBackup)
	os.RemoveAll(certsBackup)
	if err := os.MkdirAll(certsBackup, 0o775); err != nil {
		return err
	}
	for _, folder := range []string{certsDir, credsDir} {
		if err := exec.Command("cp", "-a", folder, certsBackup+"/").Run(); err != nil {
			fmt.Println("Failed to backup the current CA.", err)
			return exitCode(10)
		}
	}
	fmt.Println("Creating new certificates")
	switch cert {
	case "server.crt":
		if err := issueServer(); err != nil {
			return err
		}
		return restartNamed("kubelite", "cluster-agent")
	case "front-proxy-client.crt":
		if err := issueFrontProxyClient(); err != nil {
			return err
		}
		return restartNamed("kubelite")
	}
	if err := newAuthority("ca", "10.152.183.1"); err != nil {
		return err
	}
	fmt.Println("Creating new kubeconfig file")
	if err := issueAll(); err != nil {
		return err
	}
	if err := restartNamed("kubelite", "cluster-agent"); err != nil {
		return err
	}
	fmt.Print("\nThe CA certificates have been replaced. Kubernetes will restart the pods of your workloads.\nAny worker nodes you may have in your cluster need to be removed and re-joined to become aware of the new CA.\n\n")
	return nil
}
