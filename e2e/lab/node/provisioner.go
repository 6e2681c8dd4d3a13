package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"path"
	"time"
)

// The provisioner stands in for cdkbot/hostpath-provisioner and for the k8s snap's rawfile CSI: it makes a folder on the node that the scheduler
// chose, through a short pod there, and a PersistentVolume that is bound to that node.

const tokenDir = "/var/run/secrets/kubernetes.io/serviceaccount"

// provisionerName is the one that the storage class of the cluster's snap names.
func provisionerName() string {
	if given := os.Getenv("PROVISIONER"); given != "" {
		return given
	}
	return "microk8s.io/hostpath"
}

type claim struct {
	Metadata meta `json:"metadata"`
	Spec     struct {
		AccessModes      []string       `json:"accessModes"`
		StorageClassName string         `json:"storageClassName"`
		VolumeName       string         `json:"volumeName"`
		Resources        map[string]any `json:"resources"`
	} `json:"spec"`
	Status struct {
		Phase string `json:"phase"`
	} `json:"status"`
}

type volume struct {
	Metadata meta `json:"metadata"`
	Spec     struct {
		ReclaimPolicy string `json:"persistentVolumeReclaimPolicy"`
		HostPath      *struct {
			Path string `json:"path"`
		} `json:"hostPath"`
	} `json:"spec"`
	Status struct {
		Phase string `json:"phase"`
	} `json:"status"`
}

func inCluster() (*kubeClient, error) {
	ca, err := os.ReadFile(tokenDir + "/ca.crt")
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	base := "https://" + os.Getenv("KUBERNETES_SERVICE_HOST") + ":" + os.Getenv("KUBERNETES_SERVICE_PORT")
	return &kubeClient{base, readWord(tokenDir + "/token"), &http.Client{Transport: transport, Timeout: 10 * time.Second}}, nil
}

func provisioner([]string) error {
	for ; ; time.Sleep(500 * time.Millisecond) {
		kube, err := inCluster()
		if err != nil {
			return err
		}
		if err := provisionClaims(kube); err != nil {
			complain("%v", err)
		}
		if err := reclaimVolumes(kube); err != nil {
			complain("%v", err)
		}
		kube.http.CloseIdleConnections()
	}
}

func provisionClaims(kube *kubeClient) error {
	var claims struct{ Items []claim }
	if err := kube.get("/api/v1/persistentvolumeclaims", &claims); err != nil {
		return err
	}
	for _, c := range claims.Items {
		node := c.Metadata.Annotations["volume.kubernetes.io/selected-node"]
		mine := c.Metadata.Annotations["volume.kubernetes.io/storage-provisioner"] == provisionerName()
		if !mine || node == "" || c.Spec.VolumeName != "" || c.Status.Phase == "Bound" {
			continue
		}
		if err := provision(kube, c, node); err != nil {
			complain("%s/%s: %v", c.Metadata.Namespace, c.Metadata.Name, err)
		}
	}
	return nil
}

func reclaimPolicy(kube *kubeClient, class string) string {
	var classes struct {
		Items []struct {
			Metadata      meta
			ReclaimPolicy string
		}
	}
	if kube.get("/apis/storage.k8s.io/v1/storageclasses", &classes) == nil {
		for _, c := range classes.Items {
			if c.Metadata.Name == class {
				return c.ReclaimPolicy
			}
		}
	}
	return "Delete"
}

func provision(kube *kubeClient, c claim, node string) error {
	name := "pvc-" + c.Metadata.UID
	folder := path.Join(os.Getenv("PV_DIR"), c.Metadata.Namespace+"-"+c.Metadata.Name+"-"+name)
	if err := onNode(kube, "init-"+name, node, "mkdir -m 0777 -p "+folder); err != nil {
		return err
	}
	requests, _ := c.Spec.Resources["requests"].(map[string]any)
	body := map[string]any{
		"apiVersion": "v1", "kind": "PersistentVolume",
		"metadata": map[string]any{"name": name, "annotations": map[string]string{"hostPathProvisionerIdentity": node, "pv.kubernetes.io/provisioned-by": provisionerName()}},
		"spec": map[string]any{
			"accessModes": c.Spec.AccessModes, "capacity": map[string]any{"storage": requests["storage"]},
			"persistentVolumeReclaimPolicy": reclaimPolicy(kube, c.Spec.StorageClassName), "storageClassName": c.Spec.StorageClassName,
			"hostPath": map[string]string{"path": folder, "type": "DirectoryOrCreate"},
			"claimRef": map[string]string{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "namespace": c.Metadata.Namespace, "name": c.Metadata.Name, "uid": c.Metadata.UID},
			"nodeAffinity": map[string]any{"required": map[string]any{"nodeSelectorTerms": []any{map[string]any{"matchExpressions": []any{
				map[string]any{"key": "kubernetes.io/hostname", "operator": "In", "values": []string{node}},
			}}}}},
		},
	}
	err := kube.do("POST", "/api/v1/persistentvolumes", body, nil)
	if known, is := err.(*kubeError); is && known.status == http.StatusConflict {
		return nil
	}
	return err
}

func reclaimVolumes(kube *kubeClient) error {
	var volumes struct{ Items []volume }
	if err := kube.get("/api/v1/persistentvolumes", &volumes); err != nil {
		return err
	}
	for _, v := range volumes.Items {
		node := v.Metadata.Annotations["hostPathProvisionerIdentity"]
		if v.Status.Phase != "Released" || v.Spec.ReclaimPolicy != "Delete" || v.Spec.HostPath == nil || node == "" {
			continue
		}
		if err := onNode(kube, "cleanup-"+v.Metadata.Name, node, "rm -rf "+v.Spec.HostPath.Path); err != nil {
			return err
		}
		if err := kube.do("DELETE", "/api/v1/persistentvolumes/"+v.Metadata.Name, nil, nil); err != nil {
			return err
		}
	}
	return nil
}

// onNode runs one shell command on a node, with the storage folder in its place, and waits for its end.
func onNode(kube *kubeClient, name, node, script string) error {
	pods := "/api/v1/namespaces/" + os.Getenv("NAMESPACE") + "/pods"
	folder := os.Getenv("PV_DIR")
	body := map[string]any{
		"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": name},
		"spec": map[string]any{
			"restartPolicy": "Never", "nodeName": node, "terminationGracePeriodSeconds": 0,
			"containers": []any{map[string]any{"name": "busybox", "image": os.Getenv("BUSYBOX_IMAGE"), "command": []string{"sh", "-c", script}, "volumeMounts": []any{map[string]string{"name": "pv", "mountPath": folder}}}},
			"volumes":    []any{map[string]any{"name": "pv", "hostPath": map[string]string{"path": folder, "type": "DirectoryOrCreate"}}},
		},
	}
	kube.do("DELETE", pods+"/"+name, nil, nil)
	if err := kube.do("POST", pods, body, nil); err != nil {
		return err
	}
	defer kube.do("DELETE", pods+"/"+name, nil, nil)
	for i := 0; i < 300; i++ {
		var pod claim
		if err := kube.get(pods+"/"+name, &pod); err != nil {
			return err
		}
		switch pod.Status.Phase {
		case "Succeeded":
			return nil
		case "Failed":
			return fmt.Errorf("pod %s failed", name)
		}
		time.Sleep(200 * time.Millisecond)
	}
	return fmt.Errorf("pod %s did not end", name)
}
