package main

import (
	"io"
	"net"
	"os"
	"strings"
	"time"
)

const providerFile = argsDir + "/traefik/provider.yaml"

// apiProxy gives a worker its API server on 127.0.0.1:16443, from the control plane nodes it was told of.
func apiProxy([]string) error { return serveProxy("127.0.0.1:16443", apiServers) }

func serveProxy(address string, servers func() []string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go forward(conn, servers())
	}
}

func apiServers() []string {
	var servers []string
	text, _ := os.ReadFile(providerFile)
	for _, line := range strings.Split(string(text), "\n") {
		if _, address, found := strings.Cut(line, "address: "); found {
			servers = append(servers, strings.Trim(address, `"' `))
		}
	}
	return servers
}

func forward(client net.Conn, servers []string) {
	defer client.Close()
	for _, address := range servers {
		server, err := net.DialTimeout("tcp", address, 3*time.Second)
		if err != nil {
			continue
		}
		defer server.Close()
		done := make(chan struct{}, 2)
		pipe := func(to, from net.Conn) {
			io.Copy(to, from)
			done <- struct{}{}
		}
		go pipe(server, client)
		go pipe(client, server)
		<-done
		return
	}
}

func writeProvider(addresses []string) error {
	text := "tcp:\n  routers:\n    Router-1:\n      rule: HostSNI(`*`)\n      service: kube-apiserver\n      tls:\n        passthrough: true\n  services:\n    kube-apiserver:\n      loadBalancer:\n        servers:\n"
	for _, address := range addresses {
		text += "        - address: " + address + "\n"
	}
	return writeOwned(providerFile, []byte(text))
}
