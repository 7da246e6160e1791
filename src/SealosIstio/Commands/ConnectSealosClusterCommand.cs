using System.Collections;
using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Connections;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Connections;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Commands;

/// <summary>Connects this session to an API server, or to manifests that behave like one.</summary>
[Cmdlet(VerbsCommunications.Connect, "SealosCluster", DefaultParameterSetName = "KubeConfig")]
[OutputType(typeof(SealosConnection))]
public sealed class ConnectSealosClusterCommand : SealosCommand
{
    private static readonly ConversionOptions Defaults = new();

    /// <summary>
    /// A kubeconfig file. Default: the files that KUBECONFIG lists, else ~/.kube/config, else the service account of the pod.
    /// </summary>
    [Parameter(ParameterSetName = "KubeConfig")]
    [ValidateNotNullOrEmpty]
    public string? KubeConfig { get; set; }

    /// <summary>A context of the kubeconfig. Default: its current context.</summary>
    [Parameter(ParameterSetName = "KubeConfig", Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string? Context { get; set; }

    /// <summary>A file or a folder of manifests that is to behave like a cluster.</summary>
    [Parameter(ParameterSetName = "Manifest", Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string ManifestPath { get; set; } = "";

    /// <summary>Writes every change back to the manifests. Without it they stay as they are, and changes end with the connection.</summary>
    [Parameter(ParameterSetName = "Manifest")]
    public SwitchParameter WriteBack { get; set; }

    /// <summary>The cloud's own domains; hosts at or below them go to the shared gateway. Default: none.</summary>
    [Parameter]
    public string[] PublicDomain { get; set; } = [];

    /// <summary>The shared gateway as namespace/name. Default: istio-system/sealos-gateway.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string GatewayReference { get; set; } = Defaults.GatewayReference;

    /// <summary>The namespace of the gateway's pods, from which certificates are read. Default: istio-system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string GatewayNamespace { get; set; } = Defaults.GatewayNamespace;

    /// <summary>The labels of the gateway's pods. Default: istio=ingressgateway.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? GatewaySelector { get; set; }

    /// <summary>The Secret with the public domains' certificate, in the gateway's namespace. Default: wildcard-cert.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string PublicCredentialName { get; set; } = Defaults.PublicCredentialName;

    /// <summary>The ingress classes that are served by NGINX. Default: nginx.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] IngressClass { get; set; } = [.. Defaults.IngressClasses];

    /// <summary>The prefix of the annotations that the nginx controller reads. Default: nginx.ingress.kubernetes.io.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string AnnotationPrefix { get; set; } = Defaults.AnnotationPrefix;

    /// <summary>The prefix of tenants' namespaces. Default: ns-.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string TenantNamespacePrefix { get; set; } = Defaults.TenantNamespacePrefix;

    /// <summary>The cluster's DNS suffix. Default: cluster.local.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ClusterDomain { get; set; } = Defaults.ClusterDomain;

    /// <inheritdoc/>
    protected override void Process()
    {
        var connection = ParameterSetName == "Manifest" ? LoadManifests() : ConnectToServer();
        ConnectionStore.Current.Add(connection);
        WriteObject(connection);
    }

    private SealosConnection LoadManifests()
    {
        var path = GetUnresolvedProviderPathFromPSPath(ManifestPath);
        if (!Path.Exists(path))
            ThrowTerminatingError(ErrorRecords.PathNotFound(path));
        var behaviour = new ManifestClusterOptions { WriteBack = WriteBack };
        var cluster = Await(token => ManifestCluster.LoadAsync(path, behaviour, token));
        foreach (var error in cluster.LoadErrors)
            WriteError(ErrorRecords.FromManifest(error));
        return new SealosConnection(cluster, ConnectionKind.Manifests, path, Options());
    }

    private SealosConnection ConnectToServer()
    {
        var file = KubeConfig is null ? null : GetUnresolvedProviderPathFromPSPath(KubeConfig);
        var options = Options();
        return Await(token => ConnectToServerAsync(file, options, token));
    }

    private async Task<SealosConnection> ConnectToServerAsync(
        string? file,
        ConversionOptions options,
        CancellationToken token
    )
    {
        var behaviour = new ApiClusterOptions { Log = RequestLog.WriteVerbose, Warning = RequestLog.WriteWarning };
        var cluster = await ApiCluster.ConnectAsync(file, Context, behaviour, token);
        return new SealosConnection(cluster, ConnectionKind.ApiServer, cluster.Server.ToString(), options);
    }

    private ConversionOptions Options() =>
        new()
        {
            PublicDomains = PublicDomain,
            GatewayReference = GatewayNames.Normalize(GatewayReference, GatewayNamespace),
            GatewayNamespace = GatewayNamespace,
            GatewaySelector = GatewaySelector is null ? Defaults.GatewaySelector : Labels.Read(GatewaySelector),
            PublicCredentialName = PublicCredentialName,
            IngressClasses = IngressClass,
            AnnotationPrefix = AnnotationPrefix,
            TenantNamespacePrefix = TenantNamespacePrefix,
            ClusterDomain = ClusterDomain,
        };
}
