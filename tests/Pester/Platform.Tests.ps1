# Everything that installs or sets up the platform: on manifests and on each real API server, from the pipeline, with -WhatIf, and twice.
BeforeDiscovery {
    $clusters = @(@{ Kind = 'manifests'; KubeConfig = '' }) + @(
        'SEALOSISTIO_TEST_KUBECONFIG', 'SEALOSISTIO_TEST_KUBECONFIG_STRICT' | ForEach-Object {
            @{ Kind = $_; KubeConfig = [Environment]::GetEnvironmentVariable($_) }
        })
}

Describe 'The platform (<Kind>)' -ForEach $clusters {
    BeforeDiscovery { $skip = $Kind -ne 'manifests' -and -not $KubeConfig }

    BeforeAll {
        . $PSScriptRoot/common.ps1
        if ($Kind -ne 'manifests' -and -not $KubeConfig) { return }
        $space = "platform-$(Get-Random -Maximum 999999)"
        if ($KubeConfig) {
            kubectl --kubeconfig $KubeConfig create namespace $space | Out-Null
            Connect-SealosCluster -KubeConfig $KubeConfig -Context test -GatewayNamespace $space -GatewayReference "$space/sealos-gateway" | Out-Null
        }
        else {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive cluster)
            @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $space } } | ConvertTo-Json | Set-Content $folder/namespace.json
            Connect-SealosCluster -ManifestPath $folder -WriteBack -GatewayNamespace $space -GatewayReference "$space/sealos-gateway" | Out-Null
        }

        # Other suites install a cloud with cert-manager on the same server.
        if ($KubeConfig) {
            kubectl --kubeconfig $KubeConfig delete crd certificates.cert-manager.io issuers.cert-manager.io clusterissuers.cert-manager.io --ignore-not-found | Out-Null
        }

        # cert-manager's manifest in small: its forms, and no Pod, which nothing here would run.
        $kinds = @{ Certificate = 'Namespaced'; Issuer = 'Namespaced'; ClusterIssuer = 'Cluster' }
        $definitions = -join ($kinds.Keys | Sort-Object | ForEach-Object {
            $plural = $_.ToLowerInvariant() + 's'
            @"
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: $plural.cert-manager.io}
spec:
  group: cert-manager.io
  scope: $($kinds[$_])
  names: {kind: $_, listKind: $($_)List, plural: $plural, singular: $($plural.TrimEnd('s'))}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
---

"@
            })
        $manifestFile = Join-Path $TestDrive cert-manager.yaml
        @"
apiVersion: apps/v1
kind: Deployment
metadata: {name: cert-manager, namespace: $space-cm}
spec:
  replicas: 0
  selector: {matchLabels: {app: cert-manager}}
  template:
    metadata: {labels: {app: cert-manager}}
    spec: {serviceAccountName: cert-manager, containers: [{name: main, image: "example.com/cert-manager:1"}]}
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: own, namespace: $space-cm}
spec: {selfSigned: {}}
---
$definitions
apiVersion: v1
kind: Namespace
metadata: {name: $space-cm}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: cert-manager, namespace: $space-cm}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cert-manager, namespace: $space-cm}
data:
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: "cert-manager:leaderelection", namespace: $space-cm}
rules: [{apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get]}]
"@ | Set-Content $manifestFile

        $addons = New-Item -ItemType Directory (Join-Path $TestDrive addons)
        @"
apiVersion: v1
kind: Service
metadata: {name: jaeger-collector, namespace: $space}
spec: {ports: [{name: grpc-otel, port: 4317}, {name: http-zipkin, port: 9411, targetPort: 9411}], selector: {app: jaeger}}
"@ | Set-Content $addons/jaeger.yaml
        @"
---
# Source: kiali-server/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: kiali
  namespace: "$space"
  annotations:
spec:
  ports: [{name: http, appProtocol: http, protocol: TCP, port: 20001}]
  selector: {app: kiali}
...
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: kiali, namespace: "$space"}
spec:
  replicas: 0
  strategy: {type: Recreate, rollingUpdate: null}
  selector: {matchLabels: {app: kiali}}
  template:
    metadata: {labels: {app: kiali}}
    spec: {containers: [{name: kiali, image: "example.com/kiali:1", ports: [{containerPort: 20001}]}]}
...
"@ | Set-Content $addons/kiali.yaml
        $mesh = "# kept`naccessLogFile: """"`nrootNamespace: $space`n"
        $configMap = @{
            apiVersion = 'v1'; kind = 'ConfigMap'
            metadata   = @{ name = 'istio'; namespace = $space; labels = @{ 'app.kubernetes.io/managed-by' = 'sealos-istio' } }
            data       = @{ mesh = $mesh; meshNetworks = 'networks: {}' }
        }
        $configMap | Set-IstioResource | Out-Null
        function Get-Action($Results) { $Results.Action | Sort-Object -Unique }
    }

    AfterAll {
        if ($KubeConfig) {
            kubectl --kubeconfig $KubeConfig delete namespace $space "$space-cm" --wait=false --ignore-not-found | Out-Null
            kubectl --kubeconfig $KubeConfig delete clusterissuer $space --ignore-not-found 2>&1 | Out-Null
            kubectl --kubeconfig $KubeConfig delete crd certificates.cert-manager.io issuers.cert-manager.io clusterissuers.cert-manager.io --ignore-not-found | Out-Null
        }
        if (Get-Command Disconnect-SealosCluster -ErrorAction Ignore) { Disconnect-SealosCluster -All }
    }

    Context 'Installing' -Skip:$skip {
        It 'previews cert-manager and writes nothing' {
            $preview = Invoke-Silently "Get-Item '$manifestFile' | Install-SealosCertManager -WhatIf"
            $preview.Count | Should -Be 9
            Get-Action $preview | Should -Be Skipped
            if ($KubeConfig) { kubectl --kubeconfig $KubeConfig get namespace "$space-cm" --ignore-not-found | Should -BeNullOrEmpty }
            else { (Get-ChildItem $folder -Recurse -File | Select-String "$space-cm" -List) | Should -BeNullOrEmpty }
            $preview = Invoke-Silently "Install-SealosCertManager -Path '$manifestFile' -WhatIf"
            Get-Action $preview | Should -Be Skipped
        }

        It 'installs cert-manager once, and waits until it is ready' {
            $first = Get-Item $manifestFile | Install-SealosCertManager -TimeoutSeconds 60
            $first.Kind | Should -Be Namespace, CustomResourceDefinition, CustomResourceDefinition, CustomResourceDefinition, ConfigMap, Issuer, ServiceAccount, Role, Deployment
            $first | Where-Object Action -ne Created | ForEach-Object { "$($_.Action) $($_.Identity)" } | Should -BeNullOrEmpty
            $second = $manifestFile | Install-SealosCertManager -TimeoutSeconds 60
            $second.Count | Should -Be 9
            Get-Action $second | Should -Be Unchanged
            (Get-IstioResource Issuer -Namespace "$space-cm").Name | Should -Be own
        }

        It 'installs add-ons once' {
            Get-Action (Invoke-Silently "'Kiali', 'Jaeger' | Install-IstioAddon -Path '$addons' -WhatIf") | Should -Be Skipped
            $first = 'Kiali', 'Jaeger' | Install-IstioAddon -Path $addons -TimeoutSeconds 60
            $first.Count | Should -Be 3
            Get-Action $first | Should -Be Created
            Get-Action ('Kiali', 'Jaeger' | Install-IstioAddon -LiteralPath $addons -TimeoutSeconds 60) | Should -Be Unchanged
            Get-Action (Install-IstioAddon Kiali -Path $addons/kiali.yaml -NoWait) | Should -Be Unchanged
        }

        It 'exposes add-ons once' {
            $route = @{ HostName = "{0}.$space.example.com"; Namespace = $space; GatewayNamespace = $space; TlsSecret = 'wildcard-cert'; AllowCidr = '10.0.0.0/8' }
            'Kiali', 'Jaeger' | New-IstioAddonRoute @route -WhatIf | Should -BeNullOrEmpty
            $first = 'Kiali', 'Jaeger' | New-IstioAddonRoute @route -WarningVariable warnings | Set-IstioResource
            $warnings | Should -BeNullOrEmpty
            $first.Count | Should -Be 8
            Get-Action $first | Should -Be Created
            Get-Action ('Kiali', 'Jaeger' | New-IstioAddonRoute @route | Set-IstioResource) | Should -Be Unchanged
            New-IstioAddonRoute Kiali kiali.example.com -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
            $warnings.Message -join "`n" | Should -BeLike '*-AllowCidr*-TlsSecret*'
        }
    }

    Context 'Certificates' -Skip:$skip {
        It 'come from an issuer, once' {
            $issuer = New-IstioCertificateIssuer ops@example.com $space
            Get-Action (Invoke-Silently "New-IstioCertificateIssuer ops@example.com $space | Set-IstioResource -WhatIf") | Should -Be Skipped
            Get-Action ($issuer | Set-IstioResource) | Should -Be Created
            Get-Action ($issuer | Set-IstioResource) | Should -Be Unchanged
            Get-Action ($issuer | New-IstioCertificate "*.$space.example.com", "$space.example.com" own -Namespace $space | Set-IstioResource) | Should -Be Created
            Get-Action ($issuer | New-IstioCertificate "*.$space.example.com", "$space.example.com" own -Namespace $space | Set-IstioResource) | Should -Be Unchanged
            { Wait-IstioCertificate own -Namespace $space -TimeoutSeconds 1 -ErrorAction Stop } | Should -Throw -ErrorId 'OperationTimedOut,*'
        }

        It 'or sign themselves, and the Gateway is made once' {
            $secret = "*.$space.example.com", "$space.example.com" | New-IstioSelfSignedCertificate -Namespace $space
            Get-Action ($secret | Set-IstioResource) | Should -Be Created
            Get-Action ($secret | Set-IstioResource) | Should -Be Unchanged
            Get-Action (Invoke-Silently "Initialize-SealosGateway $space.example.com -WhatIf") | Should -Be Skipped
            Get-Action (Initialize-SealosGateway "$space.example.com") | Should -Be Created
            Get-Action (Initialize-SealosGateway "$space.example.com") | Should -Be Unchanged
        }
    }

    Context 'The mesh' -Skip:$skip {
        It 'is set field by field, once' {
            $command = "@{ accessLogFile = '/dev/stdout' } | Set-IstioMeshConfig -OutboundTrafficPolicy RegistryOnly -Namespace $space"
            Get-Action (Invoke-Silently "$command -WhatIf") | Should -Be Skipped
            $first = Invoke-Expression $command
            $first.Action | Should -Be Configured
            $first.Message | Should -Be 'accessLogFile: "" -> "/dev/stdout"; outboundTrafficPolicy: (absent) -> {"mode":"REGISTRY_ONLY"}'
            (Invoke-Expression $command).Action | Should -Be Unchanged
            ('trustDomain: cluster.local' | Set-IstioMeshConfig -Namespace $space).Action | Should -Be Configured
            (Set-IstioMeshConfig @{ trustDomain = $null } -Namespace $space).Message | Should -Be 'trustDomain: "cluster.local" -> (absent)'
            # Read by somebody else: what was there is there.
            $data = $first.Resource.Data
            $data['meshNetworks'] | Should -Be 'networks: {}'
            $data['mesh'] | Should -Be "# kept`naccessLogFile: /dev/stdout`nrootNamespace: $space`noutboundTrafficPolicy:`n  mode: REGISTRY_ONLY`n"
        }

        It 'warns of what only new Pods see' {
            (Set-IstioMeshConfig -TrustedProxyCount 1 -Namespace $space -WarningVariable warnings -WarningAction SilentlyContinue).Action | Should -Be Configured
            $warnings.Message | Should -BeLike '*rollout restart*'
            Set-IstioMeshConfig -TrustedProxyCount 1 -Namespace $space -WarningVariable warnings | Out-Null
            $warnings | Should -BeNullOrEmpty
        }

        It 'traces, once' {
            $command = "5 | Enable-IstioTracing -Namespace $space -Service jaeger-collector.$space.svc.cluster.local"
            (Invoke-Silently "$command -WhatIf").Action | Should -Be Skipped, Skipped
            (Invoke-Expression $command).Action | Should -Be Configured, Created
            (Invoke-Expression $command).Action | Should -Be Unchanged, Unchanged
            (Get-IstioResource Telemetry -Namespace $space).Spec.Tracing[0].RandomSamplingPercentage | Should -Be 5
        }

        It 'is observed as a Telemetry says, once' {
            $make = { $space | New-IstioTelemetry web -WorkloadLabel @{ app = 'web' } -AccessLogProvider envoy -AccessLogFilter 'response.code >= 400' -MetricsProvider prometheus }
            $space | New-IstioTelemetry web -DisableTracing -WhatIf | Should -BeNullOrEmpty
            Get-Action (& $make | Set-IstioResource) | Should -Be Created
            Get-Action (& $make | Set-IstioResource) | Should -Be Unchanged
            (& $make | Compare-IstioResource).Status | Should -Be Equal
        }
    }

    Context 'Bad input' -Skip:$skip {
        BeforeAll {
            function New-Manifest([string] $Text) {
                $file = Join-Path $TestDrive "$([guid]::NewGuid()).yaml"
                $Text | Set-Content $file
                $file
            }
        }

        It 'is answered with <Id> (<What>)' -ForEach @(
            @{ What = 'version'; Id = 'ResourceInvalid'; Action = { Install-SealosCertManager latest } }
            @{ What = 'no such file'; Id = 'PathNotFound'; Action = { Install-SealosCertManager -Path $TestDrive/nosuch.yaml } }
            @{ What = 'no such file'; Id = 'PathNotFound'; Action = { Install-IstioAddon Grafana -Path $addons } }
            @{ What = 'no YAML'; Id = 'ManifestInvalid'; Action = { Install-SealosCertManager -Path (New-Manifest '<!DOCTYPE html><html>') } }
            @{ What = 'nothing'; Id = 'ResourceInvalid'; Action = { Install-SealosCertManager -Path (New-Manifest '# empty') } }
            @{ What = 'plain http'; Id = 'DownloadAddressRefused'; Action = { Install-SealosCertManager -Uri http://127.0.0.1:1/x.yaml } }
            @{ What = 'nobody there'; Id = 'DownloadFailed'; Action = { Install-IstioAddon Kiali -Uri https://127.0.0.1:1/x.yaml } }
            @{ What = 'checksum'; Id = 'ChecksumDiffers'; Action = { Install-SealosCertManager -Path $manifestFile -Sha256 ('0' * 64) } }
            @{ What = 'no checksum'; Id = 'ParameterArgumentValidationError'; Action = { Install-SealosCertManager -Path $manifestFile -Sha256 abc } }
            @{ What = 'two for one'; Id = 'ParameterConflict'; Action = { Install-IstioAddon Kiali, Jaeger -Uri https://127.0.0.1:1/x.yaml } }
            @{ What = 'add-on'; Id = 'ParameterArgumentValidationError'; Action = { Install-IstioAddon Loki } }
            @{ What = 'kind'; Id = 'ResourceTypeNotInstalled'; Action = { Install-SealosCertManager -Path (New-Manifest '{apiVersion: nobody.example.com/v1, kind: Nothing, metadata: {name: x, namespace: ns-x}}') } }
            @{ What = 'namespace'; Id = 'ResourceNotFound'; Action = { Install-SealosCertManager -Path (New-Manifest '{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: ns-nosuch}}') } }
            @{ What = 'no namespace'; Id = 'ResourceInvalid'; Action = { Install-SealosCertManager -Path (New-Manifest '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}') } }
            @{ What = 'host'; Id = 'ResourceInvalid'; Action = { New-IstioAddonRoute Kiali '*.example.com' } }
            @{ What = 'one host for two'; Id = 'ResourceDuplicate'; Action = { New-IstioAddonRoute Kiali, Grafana addons.example.com -WarningAction Ignore | Out-Null } }
            @{ What = 'network'; Id = 'ResourceInvalid'; Action = { New-IstioAddonRoute Kiali kiali.example.com -AllowCidr 10.0.0.0/99 } }
            @{ What = 'nothing to expose'; Id = 'ParameterArgumentValidationError'; Action = { New-IstioAddonRoute GatewayApi x.example.com } }
            @{ What = 'field'; Id = 'ResourceInvalid'; Action = { Set-IstioMeshConfig @{ nosuch = 1 } -Namespace $space } }
            @{ What = 'value'; Id = 'ResourceInvalid'; Action = { Set-IstioMeshConfig 'connectTimeout: 1m' -Namespace $space } }
            @{ What = 'no field'; Id = 'ManifestInvalid'; Action = { Set-IstioMeshConfig -Namespace $space } }
            @{ What = 'list'; Id = 'ManifestInvalid'; Action = { Set-IstioMeshConfig '[a]' -Namespace $space } }
            @{ What = 'no YAML'; Id = 'ManifestInvalid'; Action = { Set-IstioMeshConfig 'a: [' -Namespace $space } }
            @{ What = 'no mesh'; Id = 'ResourceNotFound'; Action = { Set-IstioMeshConfig @{ enableTracing = $true } -Namespace ns-nosuch } }
            @{ What = 'revision'; Id = 'ResourceNotFound'; Action = { Set-IstioMeshConfig @{ enableTracing = $true } -Namespace $space -Revision nosuch } }
            @{ What = 'collector'; Id = 'ResourceNotFound'; Action = { Enable-IstioTracing -Namespace $space -Service nosuch.ns-nosuch.svc.cluster.local } }
            @{ What = 'collector''s port'; Id = 'ResourceInvalid'; Action = { Enable-IstioTracing -Namespace $space -Service jaeger-collector.$space.svc.cluster.local -Port 1 } }
            @{ What = 'share'; Id = 'ParameterArgumentValidationError'; Action = { Enable-IstioTracing 101 } }
            @{ What = 'nothing to say'; Id = 'ResourceInvalid'; Action = { New-IstioTelemetry } }
            @{ What = 'name'; Id = 'ResourceInvalid'; Action = { New-IstioTelemetry 'a b' -DisableTracing } }
            @{ What = 'version'; Id = 'ParameterArgumentValidationError'; Action = { New-IstioTelemetry -DisableTracing -ApiVersion v2 } }
        ) {
            $record = @(Get-ErrorOf $Action)[0]
            Get-ErrorId $record | Should -Be $Id
            if ($Id -notlike 'Parameter*Validation*') { $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty }
        }
    }
}

Describe 'A workload that never becomes ready' -Skip:(-not $env:SEALOSISTIO_TEST_KUBECONFIG) {
    It 'ends the wait with its name' {
        . $PSScriptRoot/common.ps1
        Connect-SealosCluster -KubeConfig $env:SEALOSISTIO_TEST_KUBECONFIG -Context test | Out-Null
        $name = "stuck-$(Get-Random -Maximum 999999)"
        $file = Join-Path $TestDrive stuck.yaml
        @"
{apiVersion: v1, kind: Namespace, metadata: {name: $name}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: stuck, namespace: $name}
spec:
  selector: {matchLabels: {app: stuck}}
  template:
    metadata: {labels: {app: stuck}}
    spec: {containers: [{name: main, image: "example.com/stuck:1"}]}
"@ | Set-Content $file
        try {
            $record = Get-ErrorOf { Install-SealosCertManager -Path $file -TimeoutSeconds 2 | Out-Null }
            Get-ErrorId $record | Should -Be OperationTimedOut
            $record.Exception.Message | Should -Be "Not ready: $name/stuck 0 of 1, after 2 s."
            (Install-SealosCertManager -Path $file -NoWait).Action | Should -Be Unchanged, Unchanged
        }
        finally {
            kubectl --kubeconfig $env:SEALOSISTIO_TEST_KUBECONFIG delete namespace $name --wait=false | Out-Null
            Disconnect-SealosCluster
        }
    }
}

Describe 'The Tab key' {
    BeforeAll { . $PSScriptRoot/common.ps1 }

    It 'offers add-ons' {
        Complete 'Install-IstioAddon ' | Sort-Object | Should -Be GatewayApi, Grafana, Jaeger, Kiali, Prometheus
        Complete 'New-IstioAddonRoute K' | Should -Be Kiali
        Complete 'Set-IstioMeshConfig -PathNormalization DEC' | Should -Be DECODE_AND_MERGE_SLASHES
    }
}
