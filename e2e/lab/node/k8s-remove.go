package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

func k8sRemoveNode(call *k8sCall) error {
	node, err := inK8sCluster()
	if err != nil {
		return err
	}
	target, force := call.words[0], call.given("force")
	complain("Removing %q from the Kubernetes cluster. This may take a few seconds, please wait.", target)
	s, err := controlPlaneStore("POST", "k8sd/cluster/remove")
	if err == nil {
		if err = removeK8sNode(s, node, target, force); err != nil {
			err = k8sdError("POST", "k8sd/cluster/remove", err)
		}
	}
	if err != nil {
		return refuse("Error: Failed to remove node %q from the cluster.\n\nThe error was: %v", target, err)
	}
	return call.print(fmt.Sprintf("Removed %s from cluster.\n", target), map[string]string{"name": target})
}

// removeK8sNode works in the real one's order: first the Node object, which is all there is of a worker, then the
// datastore, then the node's own k8sd. What was done stays done when a later step fails; with force each failure is passed
// over, and the role of the node does not matter.
func removeK8sNode(s k8sStore, self k8sNode, target string, force bool) error {
	member, isControlPlane, err := listedMember(s, target)
	if err != nil && !force {
		return fmt.Errorf("failed to determine if node is control-plane: failed to get control-plane node: %w", err)
	}
	if err := deleteNodeObject(target); err != nil && !force {
		return fmt.Errorf("failed to remove node from Kubernetes: %w", err)
	}
	if !isControlPlane && !force {
		return nil
	}
	if err := removeEtcdMember(s, target); err != nil && !force {
		return fmt.Errorf("failed to delete node from datastore: failed to remove node from etcd cluster: %w", err)
	}
	if member, isControlPlane, err = s.member(target); err != nil || !isControlPlane {
		return nil
	}
	if err := callPreRemove(member); err != nil && !force {
		return fmt.Errorf("failed to delete node from microcluster: failed to delete cluster member %s: %w", target, err)
	}
	if target == self.Name {
		return nil
	}
	return s.remove("members/" + target)
}

// listedMember looks for a member as the real one does, by asking all of them.
func listedMember(s k8sStore, target string) (k8sMember, bool, error) {
	members, err := s.members()
	if err == nil {
		err = askMembers(members)
	}
	if err != nil {
		return k8sMember{}, false, fmt.Errorf("failed to get cluster members: %w", err)
	}
	return s.member(target)
}

func deleteNodeObject(target string) error {
	kube, err := kubeAs("admin.conf")
	if err != nil {
		return err
	}
	err = kube.do("DELETE", "/api/v1/nodes/"+target, nil, nil)
	var answered *kubeError
	if errors.As(err, &answered) && answered.status == http.StatusNotFound {
		return nil
	}
	return err
}

func removeEtcdMember(s k8sStore, target string) error {
	members, err := s.members()
	if err == nil {
		err = askMembers(members)
	}
	if err != nil {
		return fmt.Errorf("failed to get microcluster members: %w", err)
	}
	list, err := s.etcd.members()
	if err != nil {
		return fmt.Errorf("failed to remove node %s from etcd cluster: failed to list etcd members: %w", target, err)
	}
	for _, each := range list {
		if each.Name != target {
			continue
		}
		if each.ip() == nodeIP() {
			s.remove("members/" + target)
		}
		if err := s.etcd.remove(each.ID); err != nil {
			return fmt.Errorf("failed to remove node %s from etcd cluster: failed to remove etcd member: %w", target, err)
		}
		return nil
	}
	return fmt.Errorf("failed to remove node %[1]s from etcd cluster: no etcd member found with name: %[1]s", target)
}

// callPreRemove has the leaving node's own k8sd clear it.
func callPreRemove(member k8sMember) error {
	pair, err := tls.LoadX509KeyPair(k8sdState+"/cluster.crt", k8sdState+"/cluster.key")
	if err != nil {
		return err
	}
	client := knownPeer(pair.Certificate[0], []tls.Certificate{pair})
	client.Timeout = silence
	url := "https://" + member.Address + "/core/internal/hooks/pre-remove?target=" + member.Name
	var done struct{}
	err = post(client, url, nil, struct{}{}, &done)
	if err != nil && strings.Contains(err.Error(), "dial tcp") {
		return fmt.Errorf("Post %q: Unable to connect to %q: %w", url, member.Address, errors.Unwrap(err))
	}
	return err
}
