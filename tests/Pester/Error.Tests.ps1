BeforeAll {
    . $PSScriptRoot/common.ps1

    # Asserts one error: its id, its message, and that it comes with advice.
    function Test-Error([scriptblock] $Action, [string] $Id, [string] $Message) {
        $records = @(Get-ErrorOf $Action)
        $records.Count | Should -Be 1 -Because "$records"
        Get-ErrorId $records[0] | Should -Be $Id
        $records[0].Exception.Message | Should -Be $Message
        $records[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $records[0].CategoryInfo.Category | Should -Not -Be NotSpecified
    }

    function New-File([string] $Name, [string] $Text) {
        $file = Join-Path $TestDrive $Name
        $Text | Set-Content $file
        $file
    }
}

AfterAll { Disconnect-SealosCluster -All }

Describe 'A broken manifest' {
    BeforeAll {
        $broken = New-File broken.yaml @'
kind: Ingress
metadata:
  name: [broken
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: good, namespace: ns-a}
'@
    }

    It 'that is not YAML is an error with file, line and advice' {
        Test-Error { Import-SealosManifest $broken } ManifestInvalid (
            "${broken}:4:1: Ingress: This isn't YAML: while parsing a flow sequence, did not find expected ',' or ']'. " +
            'Close the bracket, and separate what it holds with commas.')
    }

    It 'does not keep the file''s other objects from loading' {
        (Import-SealosManifest $broken -ErrorAction Ignore).Name | Should -Be good
        (Get-SealosIngress -Path $broken -ErrorAction Ignore).Name | Should -Be good
        Connect-SealosCluster -ManifestPath $broken -ErrorAction Ignore | Out-Null
        (Get-SealosIngress -AllNamespaces).Name | Should -Be good
        Disconnect-SealosCluster
    }

    It 'is the same error on every way in' {
        (Get-ErrorOf { Get-SealosIngress -Path $broken }).Exception.Message | Should -Match ([regex]::Escape("${broken}:4:1:"))
        (Get-ErrorOf { Connect-SealosCluster -ManifestPath $broken | Out-Null }).Exception.Message | Should -Match ([regex]::Escape("${broken}:4:1:"))
        Disconnect-SealosCluster
    }

    It 'that lacks <Field> names the field' -ForEach @(
        @{ Field = 'apiVersion'; Text = "kind: Ingress`nmetadata: {name: x}"; Place = '1:1: Ingress x'; Right = 'Write "apiVersion: networking.k8s.io/v1".' }
        @{ Field = 'kind'; Text = "apiVersion: networking.k8s.io/v1`nmetadata: {name: x}"; Place = '1:1: x'; Right = 'Write the kind, such as "kind: Ingress".' }
        @{ Field = 'metadata.name'; Text = "apiVersion: v1`nkind: Service`nmetadata: {namespace: x}"; Place = '3:11: Service'; Right = 'Give the object a name.' }
    ) {
        $file = New-File "$Field.yaml" $Text
        Test-Error { Import-SealosManifest $file } ManifestInvalid "${file}:${Place}: ${Field}: The field is missing. $Right"
    }

    It 'with a value of the wrong type names the field and what would be right' {
        $file = New-File type.yaml "apiVersion: networking.k8s.io/v1`nkind: Ingress`nmetadata: {name: x}`nspec: {rules: all}"
        Test-Error { Import-SealosManifest $file } ManifestInvalid (
            "${file}:4:15: Ingress x: spec.rules: A string stands where a list belongs. Write items below it, each after ""- "".")
    }

    It 'with the same object twice names both places' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive twice)
        $text = "apiVersion: v1`nkind: Service`nmetadata: {name: web, namespace: ns-a}"
        $text | Set-Content $folder/a.yaml
        $text | Set-Content $folder/b.yaml
        Test-Error { Connect-SealosCluster -ManifestPath $folder | Out-Null } ManifestInvalid (
            "$folder/b.yaml:1:1: Service ns-a/web: metadata.name: The same object is in $folder/a.yaml:1 already; that one counts. Keep one of the two.")
        Disconnect-SealosCluster
    }

    It 'that does not exist is another error' {
        Test-Error { Import-SealosManifest nosuch.yaml } PathNotFound "There is no file or folder 'nosuch.yaml'."
        Test-Error { Import-SealosManifest -LiteralPath nosuch.yaml } PathNotFound "There is no file or folder 'nosuch.yaml'."
        Test-Error { Connect-SealosCluster -ManifestPath $TestDrive/nosuch } PathNotFound "There is no file or folder '$TestDrive/nosuch'."
    }
}

Describe 'Bad objects' {
    BeforeAll {
        $folder = Connect-EmptyCluster
        $files = (Get-ChildItem $folder -Recurse | Get-FileHash).Hash
    }

    # Nothing of all this may reach the cluster.
    AfterEach {
        Get-IstioResource | Should -BeNullOrEmpty
        (Get-ChildItem $folder -Recurse | Get-FileHash).Hash | Should -Be $files
    }

    It 'of the wrong kind are not applied' {
        Test-Error { New-Ingress | Set-IstioResource | Out-Null } ResourceKindNotAccepted (
            "Ingress ns-a/web: objects of kind Ingress (networking.k8s.io/v1) aren't applied unless they carry the label " +
            'app.kubernetes.io/managed-by=sealos-istio.')
    }

    It 'of the wrong kind are not converted' {
        Test-Error { New-Gateway | Convert-IngressToVirtualService } ResourceKindNotAccepted (
            'Gateway ns-a/web: only an Ingress of networking.k8s.io/v1 can be converted; this is a Gateway of networking.istio.io/v1beta1.')
    }

    It 'that are no objects at all are refused' {
        Test-Error { 42 | Set-IstioResource } ManifestInvalid (
            'The input object is a System.Int32; a Kubernetes object, a hashtable or a PSCustomObject with the fields of a manifest is wanted.')
        Test-Error { $null | Set-IstioResource } ManifestInvalid 'The input object is null.'
        Test-Error { 'just text' | Set-IstioResource } ManifestInvalid (
            'The input object: A Kubernetes object is a mapping; this is something else. Write the fields apiVersion, kind, metadata and so on.')
    }

    It 'without fields that must be there are refused' {
        $route = New-Route
        $route.Remove('apiVersion')
        Test-Error { $route | Set-IstioResource } ManifestInvalid (
            'The input object: VirtualService ns-a/web: apiVersion: The field is missing. Write "apiVersion: networking.istio.io/v1beta1".')
        $route = New-Route
        $route.metadata.Remove('namespace')
        Test-Error { $route | Set-IstioResource | Out-Null } ResourceInvalid 'VirtualService web: metadata.namespace is missing.'
        $route = New-Route
        $route.spec.Remove('hosts')
        Test-Error { $route | Set-IstioResource | Out-Null } ResourceInvalid (
            'VirtualService ns-a/web: spec.hosts is missing: name at least one host.')
        $gateway = New-Gateway
        $gateway.spec.servers[0].Remove('port')
        Test-Error { $gateway | Set-IstioResource | Out-Null } ResourceInvalid (
            'Gateway ns-a/web: spec.servers[0].port.number is missing: a port from 1 to 65535 is needed.')
    }

    It 'with a value of the wrong type name the field' {
        $route = New-Route
        $route.spec.hosts = 'web.example.com'
        Test-Error { $route | Set-IstioResource } ManifestInvalid (
            'The input object: VirtualService ns-a/web: spec.hosts: A string stands where a list belongs. Write items below it, each after "- ".')
        $route.spec.hosts = @((Get-Item $TestDrive))
        Test-Error { $route | Set-IstioResource } ManifestInvalid (
            "The input object's field spec.hosts[0] holds a System.IO.DirectoryInfo, which is no YAML or JSON value.")
    }

    It 'with an invalid host are refused' {
        Test-Error { New-Route -HostName bad_host! | Set-IstioResource | Out-Null } ResourceInvalid (
            "VirtualService ns-a/web: spec.hosts[0]: 'bad_host!' is no host: right would be a DNS name such as shop.example.com; " +
            'a wildcard only as the first label, as in *.example.com.')
    }

    It 'with an invalid regular expression are refused' {
        Test-Error { New-Route -Match @{ uri = @{ regex = '/a(?=b)' } } | Set-IstioResource | Out-Null } ResourceInvalid (
            "VirtualService ns-a/web: spec.http[0].match[0].uri.regex: '/a(?=b)' is no regular expression of RE2: look-around, " +
            "back-references and atomic groups don't exist there.")
        Test-Error { New-Route -Match @{ uri = @{ regex = '/a(' } } | Set-IstioResource | Out-Null } ResourceInvalid (
            "VirtualService ns-a/web: spec.http[0].match[0].uri.regex: '/a(' is no regular expression of RE2: InsufficientClosingParentheses at offset 3.")
    }

    It 'given twice are refused, both of them' {
        $records = @(Get-ErrorOf { (New-Route), (New-Route -HostName other.example.com) | Set-IstioResource | Out-Null })
        $records.Count | Should -Be 2
        foreach ($record in $records) {
            Get-ErrorId $record | Should -Be ResourceDuplicate
            $record.Exception.Message | Should -Be 'VirtualService ns-a/web: the object was given 2 times; which one is meant?'
        }
    }

    It 'for a namespace that does not exist are the server''s to refuse' {
        Test-Error { New-Route -Namespace ns-nosuch | Set-IstioResource | Out-Null } ResourceNotFound 'namespaces "ns-nosuch" not found'
    }
}

Describe 'A bad Ingress' {
    It 'with an invalid host is a finding' {
        $record = Get-ErrorOf { New-Ingress -HostName bad_host! | Convert-IngressToVirtualService -WarningAction Ignore }
        $record.TargetObject | Should -BeOfType SealosIstio.Migration.Findings.Finding
        $record.TargetObject.Field | Should -Be 'spec.rules[0].host'
        Get-ErrorId $record | Should -Be $record.TargetObject.Code
    }

    It 'with an invalid regular expression is a finding' {
        $ingress = New-Ingress -Path '/a(' -Annotation @{ 'nginx.ingress.kubernetes.io/use-regex' = 'true' }
        $records = @(Get-ErrorOf { $ingress | Convert-IngressToVirtualService -WarningAction Ignore })
        $records.TargetObject.Field | Should -Contain 'spec.rules[0].http.paths[0].path'
        foreach ($record in $records) { Get-ErrorId $record | Should -Match '^SI1\d{3}$' }
    }
}

Describe 'Missing CRDs' {
    BeforeAll {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive nocrd)
        # A cluster with one of Istio's CRDs has none but that one.
        @'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: sidecars.networking.istio.io}
spec:
  group: networking.istio.io
  names: {kind: Sidecar, plural: sidecars, singular: sidecar, listKind: SidecarList}
  scope: Namespaced
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
'@ | Set-Content $folder/crd.yaml
        Connect-EmptyCluster $folder | Out-Null
        $files = (Get-ChildItem $folder -Recurse | Get-FileHash).Hash
    }

    It 'end the run before anything is written' {
        Test-Error { (New-Gateway), (New-Route) | Set-IstioResource } ResourceTypeNotInstalled (
            "The cluster '$folder' doesn't serve Gateway of networking.istio.io/v1beta1.")
        (Get-ChildItem $folder -Recurse | Get-FileHash).Hash | Should -Be $files
    }

    It 'are named by Get-, Compare- and Remove-IstioResource' {
        Test-Error { Get-IstioResource vs } ResourceTypeNotInstalled (
            "The cluster '$folder' doesn't serve vs among the kinds of Istio and cert-manager.")
        Test-Error { New-Route | Compare-IstioResource } ResourceTypeNotInstalled (
            "The cluster '$folder' doesn't serve VirtualService of networking.istio.io/v1beta1.")
        Test-Error { New-Route | Remove-IstioResource -Confirm:$false } ResourceTypeNotInstalled (
            "The cluster '$folder' doesn't serve VirtualService of networking.istio.io/v1beta1.")
    }
}

Describe 'Without a connection' {
    BeforeAll { Disconnect-SealosCluster -All }

    It '<_> says so' -ForEach 'Get-SealosIngress', 'Get-IstioResource', 'Disconnect-SealosCluster' {
        Test-Error { & $_ } NotConnected 'There is no connection to a cluster in this session.'
    }

    It 'Set-IstioResource says so before it reads its input' {
        Test-Error { New-Route | Set-IstioResource } NotConnected 'There is no connection to a cluster in this session.'
    }

    It 'a closed connection is another error' {
        $folder = Connect-EmptyCluster
        $closed = Get-SealosConnection
        Disconnect-SealosCluster
        Test-Error { Get-IstioResource -Connection $closed } ConnectionClosed "The connection '$folder' has been closed."
    }

    It 'a wrong name lists the right ones' {
        $folder = Connect-EmptyCluster
        (Get-ErrorOf { Get-IstioResource -Connection nosuch }).Exception.Message |
            Should -BeLike "*No open connection is called 'nosuch'. Open: '$folder'."
        Get-ErrorId (Get-ErrorOf { Get-SealosConnection nosuch }) | Should -Be ConnectionNotFound
    }
}

Describe 'A kubeconfig' {
    BeforeAll {
        $good = New-File kubeconfig @'
apiVersion: v1
kind: Config
current-context: here
contexts: [{name: here, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]
users: [{name: u, user: {token: t}}]
'@
    }

    It 'that does not exist' {
        Test-Error { Connect-SealosCluster -KubeConfig $TestDrive/nosuch } KubeConfigNotFound "$TestDrive/nosuch: there is no such kubeconfig."
    }

    It 'that is not YAML' {
        $file = New-File notyaml 'contexts: [broken'
        $record = Get-ErrorOf { Connect-SealosCluster -KubeConfig $file }
        Get-ErrorId $record | Should -Be KubeConfigInvalid
        $record.Exception.Message | Should -BeLike "${file}:*This isn't YAML*"
    }

    It 'without the context' {
        Test-Error { Connect-SealosCluster -KubeConfig $good -Context nosuch } ContextNotFound (
            "${good}: context ""nosuch"": there is no such context; the contexts are ""here"".")
    }

    It 'whose server does not answer' {
        Test-Error { Connect-SealosCluster -KubeConfig $good } ApiUnreachable (
            'https://127.0.0.1:1 (context "here") can''t be reached: nothing listens on port 1 of 127.0.0.1.')
        Get-SealosConnection * | ForEach-Object Kind | Should -Not -Contain ApiServer
    }
}

Describe 'Ctrl+C' {
    It 'ends a cmdlet that waits for a server that never answers' {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $shell = [powershell]::Create()
        try {
            $file = New-File silent @"
apiVersion: v1
kind: Config
current-context: here
contexts: [{name: here, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: 'http://127.0.0.1:$($listener.LocalEndpoint.Port)'}}]
users: [{name: u, user: {}}]
"@
            $running = $shell.AddScript("Import-Module '$manifest'; Connect-SealosCluster -KubeConfig '$file'").BeginInvoke()
            $client = $listener.AcceptTcpClient()
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            # The server would be given a minute. One second is promised; a busy machine gets some more.
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
            $shell.InvocationStateInfo.State | Should -Be Stopped
            $client.Dispose()
        }
        finally {
            $shell.Dispose()
            $listener.Stop()
        }
    }
}
