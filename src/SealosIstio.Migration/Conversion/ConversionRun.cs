using SealosIstio.Migration.Conversion.Access;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>One conversion from beginning to end.</summary>
internal sealed class ConversionRun
{
    private readonly ClusterSnapshot snapshot;
    private readonly ConversionOptions options;
    private readonly ControllerSettings controller;
    private readonly HostCertificateFinder finder;
    private readonly Backends backends;
    private readonly GlobalHeaders globalHeaders;
    private readonly List<Finding> refusals = [];
    private readonly GroupObjects objects;
    private readonly AccessPolicies access;
    private readonly ClientCertificates clientCertificates;

    public ConversionRun(ClusterSnapshot snapshot, ConversionOptions options)
    {
        this.snapshot = snapshot;
        controller = ControllerSettings.Read(snapshot, options);
        // What the user says of the prefix goes before what the controller's flag says.
        if (options.AnnotationPrefix == new ConversionOptions().AnnotationPrefix)
            options = options with { AnnotationPrefix = controller.AnnotationsPrefix ?? options.AnnotationPrefix };
        this.options = options;
        finder = new HostCertificateFinder(snapshot);
        backends = new Backends(snapshot, options);
        globalHeaders = new GlobalHeaders(controller, snapshot);
        objects = new GroupObjects(snapshot, options, controller, finder, backends, globalHeaders);
        access = new AccessPolicies(snapshot, controller, options);
        clientCertificates = new ClientCertificates(snapshot, finder, options);
    }

    public ConversionResult Convert(IEnumerable<SealosIngress> ingresses, CancellationToken cancellationToken)
    {
        var sources = ingresses.Select(ingress => new IngressSource(ingress, options)).ToList();
        var fates = sources.ToLookup(source => IngressSelection.Select(source, controller, options));
        foreach (var source in fates[IngressFate.Active].Concat(fates[IngressFate.Suspended]))
            AnnotationCheck.Run(source, controller, snapshot, options);

        var active = Plan(HostTable.Order(fates[IngressFate.Active]), isSuspended: false, [], cancellationToken);
        var taken = active
            .SelectMany(group => group.Group.Hosts)
            .Select(host => host.Name)
            .ToHashSet(StringComparer.Ordinal);
        var suspended = Plan(
            HostTable.Order(fates[IngressFate.Suspended]),
            isSuspended: true,
            taken,
            cancellationToken
        );

        List<PlannedGroup> planned = [.. active, .. suspended];
        var runFindings = objects.AddWhatGroupsShare([
            .. planned.Where(group => group.IsConverted).Select(group => group.Group),
        ]);

        // Once more at the end: what no feature has applied or reported by now would be lost in silence.
        foreach (var source in fates[IngressFate.Active].Concat(fates[IngressFate.Suspended]))
            AnnotationAudit.Run(source, options, controller);

        var results = planned.ConvertAll(Report);
        var seen = planned.SelectMany(group => group.Group.Sources).ToHashSet();
        results.AddRange(sources.Where(source => !seen.Contains(source)).Select(ReportUnplanned));
        return new ConversionResult(
            results,
            [
                .. refusals,
                .. runFindings,
                .. access.Report(),
                .. ImplicitBehaviour.Report(
                    controller,
                    MeshSettings.Read(snapshot, options),
                    options.Implicit,
                    planned.Count > 0
                ),
            ]
        );
    }

    private sealed record PlannedGroup(HostGroup Group, bool IsSuspended, bool IsConverted);

    private List<PlannedGroup> Plan(
        List<IngressSource> ordered,
        bool isSuspended,
        HashSet<string> taken,
        CancellationToken cancellationToken
    )
    {
        var usable = ordered.FindAll(source => !source.IsRefused || source.Ingress.Spec?.Rules is { Count: > 0 });
        var canaries = usable.FindAll(source => source.IsOn("canary"));
        // Whoever we refuse, nginx knows its Services.
        var upstreams = new CanaryUpstreams(ordered.Where(source => !source.IsDropped));
        var hosts = HostTable.Build([.. usable.Except(canaries)], upstreams, finder);
        foreach (var host in hosts.Values)
        {
            HostRules.Check(host, options);
            host.PassesTlsThrough = TlsPassthrough.IsFor(host, controller);
        }
        clientCertificates.Collect(usable, hosts);
        if (!isSuspended)
        {
            refusals.AddRange(NginxRefusals.Find(usable, hosts.Values, options));
            refusals.AddRange(clientCertificates.Strays(canaries, hosts));
        }
        var canary = new Canary();
        canary.Attach(canaries, hosts, upstreams, backends);
        var routes = new LocationRoutes(controller, snapshot, options, backends, canary, globalHeaders);

        var groups = HostGroup.Join(hosts.Values.Where(host => !LeavesToActive(host, taken)));
        foreach (var group in groups)
        {
            group.Sources.AddRange(canary.ActingOn(group.Sample, backends).Except(group.Sources));
            group.IsConflict = group.Hosts.Any(host => HostRules.IsConflict(host, options));
        }
        // Routes first: only then it is known who is refused, and with him his neighbours.
        var routesOf = new Dictionary<HostGroup, List<LocatedRoute>>();
        foreach (var group in groups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var host in group.Hosts)
                group.Sources.AddRange(clientCertificates.Check(host, objects.IsShared(host)).Except(group.Sources));
            routesOf[group] = routes.Of(group);
            group.Policies = access.Plan(group, routesOf[group]);
        }
        foreach (var group in groups)
            ReportNeighbours(group);
        return groups.ConvertAll(group => new PlannedGroup(
            group,
            isSuspended,
            IsConverted: !group.IsRefused && objects.Add(group, routesOf[group], isSuspended)
        ));
    }

    private static bool LeavesToActive(NginxHost host, HashSet<string> taken)
    {
        if (!taken.Contains(host.Name))
            return false;
        foreach (var source in host.Sources)
            source.Report(FindingCatalog.SuspendedHostIsActive, "spec.rules", host.Name);
        return true;
    }

    private static void ReportNeighbours(HostGroup group)
    {
        if (group.Sources.Find(source => source.IsRefused) is not { } refused)
            return;
        foreach (var neighbour in group.Sources.Where(source => !source.IsRefused))
            neighbour.Report(
                FindingCatalog.NeighbourRefused,
                "spec.rules",
                group.Sample.Name,
                $"{refused.Label} is refused, and it shares the host {(group.Sample.IsCatchAll ? "*" : group.Sample.Name)}"
            );
    }

    private HostGroupConversion Report(PlannedGroup planned)
    {
        var findings = planned.Group.Sources.SelectMany(source => source.Findings).ToList();
        var status = !planned.IsConverted
            ? planned.Group.IsRefused
                ? ConversionStatus.Refused
                : ConversionStatus.Skipped
            : planned.IsSuspended
                ? ConversionStatus.Suspended
                : findings.Exists(finding => finding.Severity >= FindingSeverity.Warning)
                    ? ConversionStatus.ConvertedWithWarnings
                    : ConversionStatus.Converted;
        return new HostGroupConversion(
            [.. planned.Group.Sources.Select(source => source.Sealos)],
            [.. planned.Group.Hosts.Select(host => host.IsCatchAll ? "*" : host.Name)],
            objects.Of(planned.Group),
            findings,
            status
        );
    }

    // Skipped by its class, refused before it got a host, or without any rule.
    private static HostGroupConversion ReportUnplanned(IngressSource source)
    {
        if (source.Findings.Count == 0)
            source.Report(FindingCatalog.NothingToRoute, "spec.rules");
        return new HostGroupConversion(
            [source.Sealos],
            source.Sealos.Hosts,
            [],
            source.Findings,
            source.Findings.Any(finding => finding.Severity == FindingSeverity.Error)
                ? ConversionStatus.Refused
                : ConversionStatus.Skipped
        );
    }
}
