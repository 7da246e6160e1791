namespace SealosIstio.Migration.Controllers;

/// <summary>A controller of Sealos that makes Ingresses or checks them, and where its Deployment may be.</summary>
public sealed class SealosController
{
    private static readonly string[] ProxyNames = ["kube-rbac-proxy", "istio-proxy"];

    private SealosController(string name, string? container, params string[] locations)
    {
        Name = name;
        Container = container;
        Locations = [.. locations.Select(location => location.Split('/')).Select(parts => (parts[0], parts[1]))];
    }

    /// <summary>Makes terminals reachable.</summary>
    public static SealosController Terminal { get; } =
        new("terminal", null, "terminal-system/terminal-controller-manager", "sealos-system/terminal-controller");

    /// <summary>Makes database consoles reachable.</summary>
    public static SealosController Adminer { get; } =
        new(
            "adminer",
            null,
            "adminer-system/adminer-controller-manager",
            "sealos-system/adminer-controller",
            "sealos-system/db-adminer-controller"
        );

    /// <summary>Suspends the network of tenants who owe money.</summary>
    public static SealosController Resources { get; } =
        new("resources", null, "resources-system/resources-controller-manager", "sealos-system/resources-controller");

    /// <summary>Makes development boxes reachable.</summary>
    public static SealosController DevBox { get; } =
        new("devbox", null, "devbox-system/devbox-controller-manager") { ReadsIstioEnabled = true };

    /// <summary>Makes buckets reachable.</summary>
    public static SealosController ObjectStorage { get; } =
        new("objectstorage", null, "objectstorage-system/objectstorage-controller-manager");

    /// <summary>Checks and completes tenants' Ingresses and VirtualServices.</summary>
    public static SealosController Admission { get; } =
        new(
            "admission",
            null,
            "sealos-system/admission-controller-manager",
            "sealos-system/admission-webhook",
            "sealos-system/webhook-admission"
        );

    /// <summary>The controllers that a migration switches unless others are named.</summary>
    public static IReadOnlyList<SealosController> Default { get; } = [Terminal, Adminer, Resources];

    /// <summary>All that are known by name.</summary>
    public static IReadOnlyList<SealosController> All { get; } =
    [Terminal, Adminer, Resources, DevBox, ObjectStorage, Admission];

    /// <summary>The short name, or <c>namespace/deployment</c> of one that isn't known.</summary>
    public string Name { get; }

    /// <summary>The container; null for the one that isn't a proxy.</summary>
    public string? Container { get; }

    /// <summary>Where the Deployment is looked for, in this order: Sealos' own names, then those of the manuals.</summary>
    public IReadOnlyList<(string Namespace, string Name)> Locations { get; }

    /// <summary>Whether it takes ISTIO_ENABLED for what others take USE_ISTIO for.</summary>
    internal bool ReadsIstioEnabled { get; private init; }

    /// <summary>Whether it is known by name, so that its Deployment may be looked for in other namespaces.</summary>
    internal bool IsKnown => All.Contains(this);

    /// <summary>
    /// The controller that a text names: a short name (<c>terminal</c>; <c>db-adminer</c>, <c>webhook</c> and the names of Deployments
    /// will do), or <c>namespace/deployment</c>, or <c>namespace/deployment/container</c>. Null when it can't be any of them.
    /// </summary>
    public static SealosController? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Any(part => part.Length == 0) || parts.Length > 3)
            return null;
        if (parts.Length == 1)
            return All.FirstOrDefault(controller => controller.Answers(text));
        var location = $"{parts[0]}/{parts[1]}";
        return new SealosController(location, parts.Length == 3 ? parts[2] : null, location)
        {
            ReadsIstioEnabled = true,
        };
    }

    /// <summary>The container whose environment counts: the named one, else manager or controller, else the only one that is no proxy.</summary>
    internal string? ContainerOf(IReadOnlyCollection<string> names) =>
        Container is { } wanted ? (names.Contains(wanted) ? wanted : null)
        : names.Contains("manager") ? "manager"
        : names.Contains("controller") ? "controller"
        : names.Except(ProxyNames, StringComparer.Ordinal).ToList() is [var only] ? only
        : null;

    private bool Answers(string text) =>
        text.Equals(Name, StringComparison.OrdinalIgnoreCase)
        || Locations.Any(location => text.Equals(location.Name, StringComparison.OrdinalIgnoreCase))
        || (this == Adminer && text.Equals("db-adminer", StringComparison.OrdinalIgnoreCase))
        || (this == Admission && text.Equals("webhook", StringComparison.OrdinalIgnoreCase));

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
