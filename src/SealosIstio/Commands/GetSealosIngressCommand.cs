using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Connections;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Manifests;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Commands;

/// <summary>Gets the Ingresses of a cluster or of files, with what Sealos' conventions say of them.</summary>
[Cmdlet(VerbsCommon.Get, "SealosIngress", DefaultParameterSetName = "Namespace")]
[OutputType(typeof(SealosIngress))]
public sealed class GetSealosIngressCommand : ClusterCommand
{
    /// <summary>Names; wildcards are allowed. An exact name that doesn't exist is an error.</summary>
    [Parameter(ParameterSetName = "Namespace", Position = 0, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "AllNamespaces", Position = 0, ValueFromPipelineByPropertyName = true)]
    // Not from the pipeline: a file has a name as well.
    [Parameter(ParameterSetName = "Path", Position = 0)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Namespaces; wildcards are allowed. Default: the tenants', ns-*; all of them with -Path.</summary>
    [Parameter(ParameterSetName = "Namespace", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Path")]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>The namespaces of the platform too.</summary>
    [Parameter(ParameterSetName = "AllNamespaces", Mandatory = true)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>Files or folders of manifests to read instead of a cluster; wildcards are allowed. Needs no connection.</summary>
    [Parameter(ParameterSetName = "Path", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "f", "filename")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>A label selector as kubectl takes it, such as app=web,tier in (a,b).</summary>
    [Parameter(ParameterSetName = "Namespace")]
    [Parameter(ParameterSetName = "AllNamespaces")]
    [Alias("l", "LabelSelector")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    /// <summary>Only Ingresses that these parts of Sealos made.</summary>
    [Parameter]
    public AppKind[] AppKind { get; set; } = [];

    /// <summary>Only Ingresses whose hosts are of these sorts.</summary>
    [Parameter]
    public DomainClass[] DomainClass { get; set; } = [];

    /// <summary>Only Ingresses that stand there.</summary>
    [Parameter]
    public MigrationState[] MigrationState { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == "Path")
            ReadFiles();
        else
            ReadCluster();
    }

    private void ReadCluster()
    {
        var connection = ActiveConnection;
        var namespaces = AllNamespaces ? null : Namespace ?? [connection.Options.TenantNamespacePrefix + "*"];
        var query = new IngressQuery(connection.Cluster, Classifier(connection.Options), Filter(namespaces));
        Stream(
            query.ReadAsync,
            ingress =>
            {
                ObjectOrigins.Note(ingress.Ingress, connection);
                WriteObject(ingress);
            }
        );
        foreach (var missing in query.Missing())
            WriteError(ErrorRecords.Create(missing));
    }

    private void ReadFiles()
    {
        var classifier = Classifier(KnownConnection?.Options ?? new ConversionOptions());
        var filter = Filter(Namespace);
        foreach (var path in InputPaths.Resolve(this, Path, []))
        foreach (var item in ManifestFiles.Find(path).SelectMany(KubernetesYaml.LoadFile))
            if (item.Error is { } error)
                WriteError(ErrorRecords.FromManifest(error));
            else if (item.Object is V1Ingress ingress && classifier.Classify(ingress) is var classified)
                if (filter.Matches(classified))
                    WriteObject(classified);
    }

    private static IngressClassifier Classifier(ConversionOptions options) =>
        new(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);

    private IngressFilter Filter(IEnumerable<string>? namespaces) =>
        new()
        {
            Names = new NamePatterns(Name),
            Namespaces = new NamePatterns(namespaces),
            Selector = Selector,
            AppKinds = AppKind,
            DomainClasses = DomainClass,
            States = MigrationState,
        };
}
