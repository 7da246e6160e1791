using System.Management.Automation;
using SealosIstio.Connections;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Findings;

namespace SealosIstio;

/// <summary>The base of the cmdlets that convert: what comes in, the settings, the run.</summary>
public abstract class ConversionCommand : ClusterCommand
{
    private readonly List<V1Ingress> selected = [];

    /// <summary>
    /// The Ingresses: from Get-SealosIngress, typed ones, hashtables or PSCustomObjects with the fields of a manifest, or the text
    /// of one.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; } = [];

    /// <summary>The cloud's own domains; hosts at or below them go to the shared gateway. Default: the connection's.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[]? PublicDomain { get; set; }

    /// <summary>The shared gateway as namespace/name. Default: the connection's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GatewayReference { get; set; }

    /// <summary>How the certificates of custom domains reach the gateway's namespace. Default: Auto.</summary>
    [Parameter]
    public CredentialMode? CredentialMode { get; set; }

    /// <summary>What becomes of nginx' idle timeouts, which a VirtualService can't say. Default: None.</summary>
    [Parameter]
    public TimeoutPolicy? TimeoutPolicy { get; set; }

    /// <summary>
    /// What becomes of what nginx does for every host unasked, such as its fallback certificate, HSTS and limits: Keep it where
    /// Istio can, Report it only, or Ignore it. Default: Keep.
    /// </summary>
    [Parameter]
    public ImplicitMode? Implicit { get; set; }

    /// <summary>
    /// The classes to convert, beside those whose IngressClass names the nginx controller. Default: nginx, or the connection's.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? IngressClass { get; set; }

    /// <summary>Converts paused Ingresses into suspended VirtualServices instead of skipping them.</summary>
    [Parameter]
    public SwitchParameter IncludePaused { get; set; }

    /// <summary>Converts Ingresses without a class even if the nginx controller doesn't serve them.</summary>
    [Parameter]
    public SwitchParameter IncludeWithoutClass { get; set; }

    /// <summary>Codes of security findings to accept: the Ingress is converted without the protection that the finding names.</summary>
    [Parameter]
    [ValidatePattern("^SI[0-9]{4}$")]
    public string[] AllowInsecure { get; set; } = [];

    /// <summary>
    /// The extension provider of the mesh that checks user names and passwords where Ingresses ask for them (auth-type: basic). It must know
    /// the users of each host. Default: none, and such hosts are refused.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PasswordProvider { get; set; }

    /// <summary>Allows a host that Ingresses of several namespaces share.</summary>
    [Parameter]
    public SwitchParameter AllowSharedHost { get; set; }

    /// <summary>Allows a rule without host in a tenant's namespace, where it catches other tenants' requests.</summary>
    [Parameter]
    public SwitchParameter AllowCatchAllHost { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        foreach (var resource in ReadResources(InputObject))
            if (resource is V1Ingress ingress)
                selected.Add(ingress);
            else
                WriteError(ErrorRecords.NotAnIngress(resource));
    }

    /// <inheritdoc/>
    protected sealed override void End()
    {
        if (selected.Count == 0)
            return;
        var connection = Connection ?? ObjectOrigins.OpenOf(selected[0]) ?? KnownConnection;
        var options = Apply(connection?.Options ?? new ConversionOptions());
        Write(
            connection is null
                ? Await(token => Task.FromResult(SelectedConversion.Convert(selected, options, token)))
                : Await(token => SelectedConversion.ConvertAsync(selected, connection.Cluster, options, token))
        );
    }

    /// <summary>Writes the outcome.</summary>
    /// <param name="run">The conversion, and the part of it that the input is about.</param>
    protected abstract void Write(SelectedRun run);

    private ConversionOptions Apply(ConversionOptions options) =>
        options with
        {
            PublicDomains = PublicDomain ?? options.PublicDomains,
            GatewayReference = GatewayReference is null
                ? options.GatewayReference
                : GatewayNames.Normalize(GatewayReference, options.GatewayNamespace),
            CredentialMode = CredentialMode ?? options.CredentialMode,
            TimeoutPolicy = TimeoutPolicy ?? options.TimeoutPolicy,
            Implicit = Implicit ?? options.Implicit,
            IngressClasses = IngressClass ?? options.IngressClasses,
            IncludePaused = IncludePaused,
            IncludeWithoutClass = IncludeWithoutClass,
            AllowInsecure = AllowInsecure.ToHashSet(StringComparer.OrdinalIgnoreCase),
            PasswordProvider = PasswordProvider,
            AllowSharedHost = AllowSharedHost,
            AllowCatchAllHost = AllowCatchAllHost,
        };
}
