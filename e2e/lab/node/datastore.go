package main

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// MicroK8s keeps its data in dqlite; the lab keeps it in etcd, whose members stand for the dqlite nodes.

type datastoreMember struct {
	ID       string   `json:"ID"`
	Name     string   `json:"name"`
	PeerURLs []string `json:"peerURLs"`
	Learner  bool     `json:"isLearner"`
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

// datastore is an etcd that is spoken to by its JSON gateway.
type datastore struct {
	base string
	http *http.Client
}

// localDatastore is MicroK8s' on a node: plain HTTP, as the lab's nodes have a network of their own.
func localDatastore(host string) datastore {
	return datastore{"http://" + net.JoinHostPort(host, "12379"), &http.Client{Timeout: 10 * time.Second}}
}

type datastoreError struct{ text string }

func (e *datastoreError) Error() string { return e.text }

func (d datastore) call(path string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	response, err := d.http.Post(d.base+path, "application/json", bytes.NewReader(text))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		var reply struct{ Message string }
		if json.NewDecoder(response.Body).Decode(&reply); reply.Message == "" {
			reply.Message = "the datastore answered " + response.Status
		}
		return &datastoreError{reply.Message}
	}
	return json.NewDecoder(response.Body).Decode(into)
}

func (d datastore) members() ([]datastoreMember, error) {
	var reply struct{ Members []datastoreMember }
	err := d.call("/v3/cluster/member/list", map[string]any{}, &reply)
	return reply.Members, err
}

func (d datastore) leader() (string, error) {
	var reply struct{ Leader string }
	err := d.call("/v3/maintenance/status", map[string]any{}, &reply)
	return reply.Leader, err
}

// add makes a place for a member, again and again while the cluster still takes in the one before.
func (d datastore) add(peer string, learner bool) (*datastoreMember, []datastoreMember, error) {
	var reply struct {
		Member  datastoreMember
		Members []datastoreMember
	}
	var err error
	for range 20 {
		if err = d.call("/v3/cluster/member/add", map[string]any{"peerURLs": []string{peer}, "isLearner": learner}, &reply); err == nil {
			return &reply.Member, reply.Members, nil
		}
		time.Sleep(500 * time.Millisecond)
	}
	return nil, nil, err
}

// remove waits for a member that has just come back: until then the cluster refuses, for its quorum.
func (d datastore) remove(id string) error {
	var reply struct{}
	var err error
	for range 20 {
		err = d.call("/v3/cluster/member/remove", map[string]any{"ID": id}, &reply)
		if err == nil || !strings.Contains(err.Error(), "unhealthy cluster") {
			return err
		}
		time.Sleep(500 * time.Millisecond)
	}
	return err
}

// promote makes a voter of a learner, once it has caught up.
func (d datastore) promote(id string) error {
	var reply struct{}
	var err error
	for range 60 {
		if err = d.call("/v3/cluster/member/promote", map[string]any{"ID": id}, &reply); err == nil {
			return nil
		}
		time.Sleep(500 * time.Millisecond)
	}
	return err
}
