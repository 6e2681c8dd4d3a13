package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

type connection struct{ host, port, token, check string }

func parseConnection(text string) (*connection, error) {
	parts := strings.Split(text, "/")
	endpoint := strings.Split(parts[0], ":")
	if len(parts) != 2 && len(parts) != 3 || len(endpoint) != 2 {
		return nil, errors.New("Expected format: <master_IP>:<master_PORT>/<token>[/<fingerprint>]")
	}
	if net.ParseIP(endpoint[0]) == nil {
		return nil, errors.New("Invalid master IP")
	}
	port, err := strconv.Atoi(endpoint[1])
	switch {
	case err != nil:
		return nil, errors.New("Master PORT not a number")
	case port < 1 || port > 65535:
		return nil, errors.New("Master PORT not in range 1:65535")
	case len(parts[1]) < 32:
		return nil, errors.New("Cluster token size should be at least 32 bytes")
	case len(parts) == 3 && len(parts[2]) < 12:
		return nil, errors.New("Fingerprint should be at least 12 bytes")
	}
	c := &connection{host: endpoint[0], port: endpoint[1], token: parts[1]}
	if len(parts) == 3 {
		c.check = parts[2]
	}
	return c, nil
}

// post speaks to the cluster agent of the node that is joined. A node that does not answer ends the command
// with the words that MicroK8s' Python gives for it.
func (c *connection) post(path string, body any, verify bool) (int, []byte) {
	dialer := &net.Dialer{Timeout: 130 * time.Second}
	socket, err := dialer.Dial("tcp", net.JoinHostPort(c.host, c.port))
	if err != nil {
		complain("Traceback (most recent call last):\n  File \"/snap/microk8s/%s/scripts/wrappers/join.py\", line 1018, in <module>\n    join(prog_name=\"microk8s join\")\n%s", microk8sSnap.current().revision, pythonError(err))
		os.Exit(1)
	}
	conn := tls.Client(socket, &tls.Config{InsecureSkipVerify: true})
	if err := conn.Handshake(); err != nil {
		fmt.Printf("Peer node verification failed with %v.\n", err)
		os.Exit(4)
	}
	sum := sha256.Sum256(conn.ConnectionState().PeerCertificates[0].Raw)
	if verify && c.check != "" && !strings.HasPrefix(hex.EncodeToString(sum[:]), c.check) {
		fmt.Printf("Joining cluster failed. Could not verify the identity of %s. Use '--skip-verify' to skip server certificate check.\n", c.host)
		os.Exit(4)
	}
	text, _ := json.Marshal(body)
	client := &http.Client{Transport: &http.Transport{DialTLS: func(string, string) (net.Conn, error) { return conn, nil }}, Timeout: 2 * time.Minute}
	response, err := client.Post("https://"+net.JoinHostPort(c.host, c.port)+path, "application/json", bytes.NewReader(text))
	if err != nil {
		fmt.Printf("Please ensure the master node is reachable. %v\n", err)
		os.Exit(1)
	}
	defer response.Body.Close()
	reply, _ := io.ReadAll(response.Body)
	return response.StatusCode, reply
}

func pythonError(err error) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "refused"):
		return "ConnectionRefusedError: [Errno 111] Connection refused"
	case strings.Contains(text, "no route"), strings.Contains(text, "unreachable"):
		return "OSError: [Errno 113] No route to host"
	}
	return "TimeoutError: [Errno 110] Connection timed out"
}

func errorText(text []byte) string {
	var reply struct{ Error string }
	if json.Unmarshal(text, &reply) != nil || reply.Error == "" {
		return ""
	}
	return " " + reply.Error
}
