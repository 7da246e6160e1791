using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion.Annotations;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// The addresses that nginx lets in to the locations of an Ingress: the annotations' lists, else the controller's. Who is denied
/// stays out even if he is allowed as well (recorded).
/// </summary>
/// <param name="Allowed">Networks; empty when everybody who isn't denied gets in.</param>
/// <param name="Denied">Networks.</param>
/// <param name="AllowedBy">The annotation or ConfigMap key that the first list comes from; null for none.</param>
/// <param name="DeniedBy">The annotation or ConfigMap key that the second list comes from; null for none.</param>
internal sealed record AddressRule(
    IReadOnlyList<string> Allowed,
    IReadOnlyList<string> Denied,
    string? AllowedBy,
    string? DeniedBy
)
{
    /// <summary>The start of a name that is a key of the controller's ConfigMap.</summary>
    public const string ConfigMapField = "ConfigMap data.";

    private const string Deny = "denylist-source-range";
    private static readonly string[] AllowNames = ["allowlist-source-range", "whitelist-source-range"];
    private static readonly string[] Everybody = ["0.0.0.0/0", "::/0"];
    private static readonly AddressRule None = new([], [], null, null);

    /// <summary>Whether the lists keep nobody out.</summary>
    public bool LetsEverybodyIn => !HasAllowList && Denied.Count == 0;

    /// <summary>Whether some addresses are let in and others not.</summary>
    public bool HasAllowList => Allowed.Count > 0 && !Everybody.All(Allowed.Contains);

    /// <summary>Where the lists come from.</summary>
    public IEnumerable<string> Origins => new[] { AllowedBy, DeniedBy }.OfType<string>();

    /// <summary>Tells two rules apart.</summary>
    public string Key => $"{(HasAllowList ? string.Join(',', Allowed) : "")}!{string.Join(',', Denied)}";

    /// <summary>The lists that hold for an Ingress.</summary>
    public static AddressRule Of(IngressSource source, ControllerSettings controller)
    {
        if (source.IsClosed || Protection.WhyNobodyArrives(source) is not null)
            return None;
        var (allowed, allowedBy) = Read(source, controller, "whitelist-source-range", AllowNames);
        var (denied, deniedBy) = Read(source, controller, Deny, [Deny]);
        return new AddressRule(allowed, denied, allowedBy, deniedBy);
    }

    /// <summary>The clients that don't get in by their address.</summary>
    /// <param name="isForwarded">Whether the address is what headers or the PROXY protocol say, and not the peer's.</param>
    public IList<AuthorizationFrom> Refused(bool isForwarded)
    {
        var sources = new List<AuthorizationFrom>();
        if (Denied.Count > 0)
            sources.Add(
                new AuthorizationFrom
                {
                    Source = isForwarded
                        ? new AuthorizationSource { RemoteIpBlocks = [.. Denied] }
                        : new AuthorizationSource { IpBlocks = [.. Denied] },
                }
            );
        if (HasAllowList)
            sources.Add(
                new AuthorizationFrom
                {
                    Source = isForwarded
                        ? new AuthorizationSource { NotRemoteIpBlocks = [.. Allowed] }
                        : new AuthorizationSource { NotIpBlocks = [.. Allowed] },
                }
            );
        return sources;
    }

    private static (IReadOnlyList<string> Networks, string? Origin) Read(
        IngressSource source,
        ControllerSettings controller,
        string key,
        IEnumerable<string> names
    )
    {
        foreach (var name in names)
            if (source.Has(name))
                return AnnotationValue.TryCidrs(source.Text(name), out var own) ? (own, name) : ([], null);
        // A list of the ConfigMap that isn't one is refused before (ControllerProtections).
        return AnnotationValue.TryCidrs(controller[key]?.Trim(), out var common)
            ? (common, ConfigMapField + key)
            : ([], null);
    }
}
