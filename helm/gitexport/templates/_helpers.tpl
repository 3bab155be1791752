{{- define "gitexport.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "gitexport.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "gitexport.labels" -}}
{{ include "gitexport.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* A Secret is a name, or an object that has it, as Kubernetes and most charts say it. */ -}}
{{- define "gitexport.pullSecrets" -}}
{{- range .Values.imagePullSecrets }}
- name: {{ kindIs "map" . | ternary (get (kindIs "map" . | ternary . (dict)) "name") . }}
{{- end -}}
{{- end -}}

{{- define "gitexport.serviceAccount" -}}
{{- default (include "gitexport.fullname" .) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "gitexport.claim" -}}
{{- default (include "gitexport.fullname" .) .Values.volume.existingClaim -}}
{{- end -}}

{{- define "gitexport.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- /* What the operator may do to resources: the rules of the ClusterRole of deploy/manifests. */ -}}
{{- define "gitexport.rules" -}}
{{- range splitList "\n---" (.Files.Get "files/rbac.yaml") -}}
{{- $object := fromYaml . -}}
{{- if eq $object.kind "ClusterRole" }}
{{ toYaml $object.rules }}
{{- end -}}
{{- end -}}
{{- end -}}
