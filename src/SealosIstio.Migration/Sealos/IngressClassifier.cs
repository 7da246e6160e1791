using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Sealos;

/// <summary>Reads off an Ingress what Sealos' conventions say of it.</summary>
/// <param name="publicDomains">The cloud's own domains.</param>
/// <param name="tenantNamespacePrefix">The prefix of tenants' namespaces.</param>
public sealed class IngressClassifier(PublicDomains publicDomains, string tenantNamespacePrefix = "ns-")
{
    /// <summary>The old annotation that names the class. Sealos' generators still write it.</summary>
    public const string ClassAnnotation = "kubernetes.io/ingress.class";

    /// <summary>The class that Sealos gives to the Ingresses of a namespace in debt.</summary>
    public const string SuspendedClass = "disable";

    /// <summary>The class that App Launchpad and DevBox give to a paused application.</summary>
    public const string PausedClass = "pause";

    /// <summary>When an Ingress was migrated, or its migration failed, RFC 3339 in UTC.</summary>
    public const string MigrationTime = "sealos.io/migration-time";

    /// <summary>Marks a migrated Ingress; written as annotation and label, read as either.</summary>
    public const string MigratedMark = "sealos.io/migrated-to-istio";

    /// <summary>The value of <see cref="MigratedMark"/> on an Ingress whose migration failed.</summary>
    public const string FailedValue = "failed";

    private const string AppLaunchpadLabel = "cloud.sealos.io/app-deploy-manager";
    private const string DevBoxLabel = "cloud.sealos.io/devbox-manager";
    private static readonly HashSet<string> ForeignClasses =
    [
        "higress",
        "istio",
        "traefik",
        "kong",
        "haproxy",
        "contour",
    ];

    /// <summary>Classifies one Ingress.</summary>
    public SealosIngress Classify(V1Ingress ingress)
    {
        var (kind, appName) = AppOf(ingress);
        var classified = new SealosIngress(
            ingress,
            kind,
            appName,
            DomainClass.None,
            ClassOf(ingress),
            StateOf(ingress)
        );
        return classified with { DomainClass = publicDomains.Classify(classified.Hosts) };
    }

    /// <summary>
    /// The class in force. ingress-nginx lets <c>spec.ingressClassName</c> win over the annotation, and treats an empty
    /// annotation as a class of its own that nobody serves.
    /// </summary>
    public static string? ClassOf(V1Ingress ingress) =>
        ingress.Spec?.IngressClassName ?? ingress.Metadata.Annotations?.GetOrNull(ClassAnnotation);

    private static MigrationState StateOf(V1Ingress ingress)
    {
        if (IngressMarks.IsRolloutCanary(ingress))
            return MigrationState.Foreign;
        switch (ClassOf(ingress))
        {
            case SuspendedClass:
                return MigrationState.Suspended;
            case PausedClass:
                return MigrationState.Paused;
        }
        // Where label and annotation disagree, the one that asks for a look counts.
        if (Mark(ingress.Metadata.Annotations) == FailedValue || Mark(ingress.Metadata.Labels) == FailedValue)
            return MigrationState.Failed;
        if (Mark(ingress.Metadata.Annotations) == "true" || Mark(ingress.Metadata.Labels) == "true")
            return MigrationState.Migrated;
        return ClassOf(ingress) is { } name && ForeignClasses.Contains(name)
            ? MigrationState.Foreign
            : MigrationState.Pending;
    }

    private static string? Mark(IDictionary<string, string>? marks) => marks?.GetOrNull(MigratedMark);

    private (AppKind Kind, string Name) AppOf(V1Ingress ingress)
    {
        var name = ingress.Metadata.Name ?? "";
        var labels = ingress.Metadata.Labels;
        foreach (var owner in ingress.Metadata.OwnerReferences ?? [])
            if (owner.Kind == "Terminal" && GroupOf(owner) == "terminal.sealos.io")
                return (AppKind.Terminal, owner.Name);
            else if (owner.Kind == "Adminer" && GroupOf(owner) == "adminer.db.sealos.io")
                return (AppKind.Adminer, owner.Name);
        if (labels?.GetOrNull(AppLaunchpadLabel) is { Length: > 0 } app)
            return (AppKind.AppLaunchpad, app);
        if (labels?.GetOrNull(DevBoxLabel) is { Length: > 0 } devBox)
            return (AppKind.DevBox, devBox);
        var space = ingress.Metadata.NamespaceProperty ?? "default";
        if (space is "objectstorage-system" or "objectstorage-frontend")
            return (AppKind.ObjectStorage, name);
        return IsSystemNamespace(space) && publicDomains.Classify(HostsOf(ingress)) == DomainClass.Public
            ? (AppKind.System, name)
            : (AppKind.Other, name);
    }

    private bool IsSystemNamespace(string space) => !space.StartsWith(tenantNamespacePrefix, StringComparison.Ordinal);

    private static IEnumerable<string> HostsOf(V1Ingress ingress) =>
        (ingress.Spec?.Rules ?? [])
            .Select(rule => rule.Host)
            .Where(host => !string.IsNullOrEmpty(host))
            .Select(host => host!);

    private static string GroupOf(V1OwnerReference owner) => owner.ApiVersion.Split('/')[0];
}
