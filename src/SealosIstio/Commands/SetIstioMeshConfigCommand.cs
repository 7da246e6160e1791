using System.Management.Automation;
using System.Text.Json.Nodes;
using SealosIstio.Input;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Mesh;

namespace SealosIstio.Commands;

/// <summary>Changes fields of Istio's mesh configuration, the ConfigMap that istiod reads, and nothing else in it.</summary>
[Cmdlet(VerbsCommon.Set, "IstioMeshConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplyResult))]
public sealed class SetIstioMeshConfigCommand : ClusterCommand
{
    /// <summary>
    /// Fields of MeshConfig as a hashtable, a PSCustomObject or YAML: mappings are merged, lists and values replaced, $null takes a field away.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? Setting { get; set; }

    /// <summary>Where sidecars may send requests for hosts that the mesh doesn't know: AllowAny, Istio's default, or RegistryOnly.</summary>
    [Parameter]
    [ValidateSet("AllowAny", "RegistryOnly")]
    public string? OutboundTrafficPolicy { get; set; }

    /// <summary>Where proxies log requests, such as /dev/stdout; an empty text switches the log off.</summary>
    [Parameter]
    [Alias("AccessLog")]
    [AllowEmptyString]
    public string? AccessLogFile { get; set; }

    /// <summary>The form of the log: TEXT or JSON.</summary>
    [Parameter]
    [ValidateSet("TEXT", "JSON")]
    public string? AccessLogEncoding { get; set; }

    /// <summary>How many proxies stand in front of the gateway, whose X-Forwarded-For is believed.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int? TrustedProxyCount { get; set; }

    /// <summary>How paths are normalized before anything looks at them: NONE, BASE, MERGE_SLASHES or DECODE_AND_MERGE_SLASHES.</summary>
    [Parameter]
    [ValidateSet("NONE", "BASE", "MERGE_SLASHES", "DECODE_AND_MERGE_SLASHES")]
    public string? PathNormalization { get; set; }

    /// <summary>Istio's namespace. Default: istio-system.</summary>
    [Parameter]
    [Alias("n", "ns")]
    [ValidateNotNullOrEmpty]
    public string Namespace { get; set; } = "istio-system";

    /// <summary>The revision of istiod; default is the one without a name. Default: that one, or else the only one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Revision { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var map = new MeshConfigMap(Cluster, Namespace);
        var fields = Fields();
        var change = MeshConfigMap.Plan(Await(token => map.ReadAsync(Revision, token)), fields);
        if (change.IsChange && !ShouldProcess($"{change.State.Identity} @{Cluster.Name}", $"Set {change}"))
        {
            WriteObject(
                new ApplyResult(
                    change.State.Identity,
                    ApplyAction.Skipped,
                    "Not confirmed.",
                    change.State.ConfigMap,
                    IsDryRun: false
                )
            );
            return;
        }
        foreach (var difference in change.Differences)
            WriteVerbose(difference.ToString());
        WriteObject(Await(token => map.ApplyAsync(change, token)));
        if (change.Differences.Any(item => item.Field.StartsWith("defaultConfig", StringComparison.Ordinal)))
            WriteWarning(
                "A running proxy keeps its defaultConfig: restart the gateway's and the sidecars' Pods (kubectl rollout restart)."
            );
    }

    private JsonObject Fields()
    {
        var fields = ReadSetting();
        if (OutboundTrafficPolicy is { } outbound)
            Part(fields, "outboundTrafficPolicy")["mode"] = outbound.Equals(
                "AllowAny",
                StringComparison.OrdinalIgnoreCase
            )
                ? "ALLOW_ANY"
                : "REGISTRY_ONLY";
        if (AccessLogFile is { } file)
            fields["accessLogFile"] = file;
        if (AccessLogEncoding is { } encoding)
            fields["accessLogEncoding"] = encoding.ToUpperInvariant();
        if (TrustedProxyCount is { } count)
            Part(Part(fields, "defaultConfig"), "gatewayTopology")["numTrustedProxies"] = count;
        if (PathNormalization is { } normalization)
            Part(fields, "pathNormalization")["normalization"] = normalization.ToUpperInvariant();
        return fields.Count > 0
            ? fields
            : throw new InputFormatException("", "has no field of MeshConfig; name at least one.");
    }

    private JsonObject ReadSetting()
    {
        if (Setting is null)
            return [];
        var node = Setting.BaseObject is string text
            ? KubernetesYaml.LoadTree(text, "Setting")
            : PSObjectJson.ToJson(Setting);
        return node as JsonObject
            ?? throw new InputFormatException("", "is no mapping; a hashtable with fields of MeshConfig is wanted.");
    }

    private static JsonObject Part(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject part)
            parent[name] = part = [];
        return part;
    }
}
