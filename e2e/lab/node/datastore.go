package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// MicroK8s keeps its data in dqlite; the lab keeps it in etcd, whose members stand for the dqlite nodes.

type datastoreMember struct {
	ID       string   `json:"ID"`
	Name     string   `json:"name"`
	PeerURLs []string `json:"peerURLs"`
}

func (m *datastoreMember) ip() string {
	for _, peer := range m.PeerURLs {
		if parsed, err := url.Parse(peer); err == nil {
			host, _, _ := net.SplitHostPort(parsed.Host)
			return host
		}
	}
	return ""
}

func datastoreCall(host, path string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	client := &http.Client{Timeout: 10 * time.Second}
	response, err := client.Post("http://"+net.JoinHostPort(host, "12379")+path, "application/json", bytes.NewReader(text))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the datastore answered %s", response.Status)
	}
	return json.NewDecoder(response.Body).Decode(into)
}

func datastoreMembers(host string) ([]datastoreMember, error) {
	var reply struct{ Members []datastoreMember }
	err := datastoreCall(host, "/v3/cluster/member/list", map[string]any{}, &reply)
	return reply.Members, err
}

func datastoreAdd(host, ip string) ([]datastoreMember, error) {
	var reply struct{ Members []datastoreMember }
	var err error
	for i := 0; i < 20; i++ {
		err = datastoreCall(host, "/v3/cluster/member/add", map[string]any{"peerURLs": []string{peerURL(ip)}}, &reply)
		if err == nil {
			return reply.Members, nil
		}
		time.Sleep(500 * time.Millisecond)
	}
	return nil, err
}

func datastoreRemove(host, id string) error {
	var reply struct{}
	return datastoreCall(host, "/v3/cluster/member/remove", map[string]any{"ID": id}, &reply)
}
