using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
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
    private readonly string? strictTransportSecurity;
    private readonly PublicDomains publicDomains;
    private readonly HostCertificateFinder finder;
    private readonly Backends backends;
    private readonly Credentials credentials;
    private readonly GatewayPlan gateways;
    private readonly SharedGateway sharedGateway;
    private readonly HashSet<string> virtualServiceNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> emitted = new(StringComparer.Ordinal);
    private readonly Dictionary<HostGroup, List<KubernetesObject>> objectsOf = [];
    private readonly Dictionary<DedicatedGateway, HostGroup> firstUser = [];

    public ConversionRun(ClusterSnapshot snapshot, ConversionOptions options)
    {
        this.snapshot = snapshot;
        this.options = options;
        controller = ControllerSettings.Read(snapshot, options);
        strictTransportSecurity = StrictTransportSecurity.ValueOf(controller);
        publicDomains = new PublicDomains(options.PublicDomains);
        finder = new HostCertificateFinder(snapshot);
        backends = new Backends(snapshot, options);
        credentials = new Credentials(snapshot, finder, options);
        gateways = new GatewayPlan(publicDomains, finder, credentials, options);
        sharedGateway = new SharedGateway(publicDomains, snapshot, finder, credentials, options);
    }

    public ConversionResult Convert(IEnumerable<SealosIngress> ingresses, CancellationToken cancellationToken)
    {
        var sources = ingresses.Select(ingress => new IngressSource(ingress, options)).ToList();
        var fates = sources.ToLookup(source => IngressSelection.Select(source, controller, options));
        foreach (var source in fates[IngressFate.Active].Concat(fates[IngressFate.Suspended]))
            AnnotationCheck.Run(source, controller, options);

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
        AddDedicatedGateways();
        AddServiceEntries(planned);
        AddDestinationRules(planned);
        var (sharedObjects, runFindings) = gateways.UsesSharedGateway ? sharedGateway.Provide() : ([], []);
        if (planned.Find(group => group.UsesSharedGateway) is { } first)
            objectsOf[first.Group].InsertRange(0, sharedObjects);

        // Once more at the end: what no feature has applied or reported by now would be lost in silence.
        foreach (var source in fates[IngressFate.Active].Concat(fates[IngressFate.Suspended]))
            AnnotationAudit.Run(source, options, controller);

        var results = planned.ConvertAll(Report);
        var seen = planned.SelectMany(group => group.Group.Sources).ToHashSet();
        results.AddRange(sources.Where(source => !seen.Contains(source)).Select(ReportUnplanned));
        return new ConversionResult(
            results,
            [.. runFindings, .. ImplicitBehaviour.Report(controller, planned.Count > 0)]
        );
    }

    private sealed record PlannedGroup(HostGroup Group, bool IsSuspended, bool IsConverted, bool UsesSharedGateway);

    private List<PlannedGroup> Plan(
        List<IngressSource> ordered,
        bool isSuspended,
        HashSet<string> taken,
        CancellationToken cancellationToken
    )
    {
        var usable = ordered.FindAll(source => !source.IsRefused || source.Ingress.Spec?.Rules is { Count: > 0 });
        var canaries = usable.FindAll(source => source.IsOn("canary"));
        var hosts = HostTable.Build([.. usable.Except(canaries)], finder);
        foreach (var host in hosts.Values)
            HostRules.Check(host, options);
        var canary = new Canary();
        canary.Attach(canaries, hosts, backends);
        var routes = new LocationRoutes(controller, snapshot, options, backends, canary);

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
            routesOf[group] = routes.Of(group);
        }
        foreach (var group in groups)
            ReportNeighbours(group);
        return groups.ConvertAll(group => Emit(group, routesOf[group], isSuspended));
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

    private PlannedGroup Emit(HostGroup group, List<LocatedRoute> routes, bool isSuspended)
    {
        objectsOf[group] = [];
        if (group.IsRefused)
            return new PlannedGroup(group, isSuspended, IsConverted: false, UsesSharedGateway: false);
        if (routes.Count == 0)
        {
            group.Main.Report(FindingCatalog.NothingToRoute, "spec.rules");
            return new PlannedGroup(group, isSuspended, IsConverted: false, UsesSharedGateway: false);
        }
        var (names, own) = gateways.Bind(group);
        if (strictTransportSecurity is not null && gateways.ServesHttps(group))
            StrictTransportSecurity.Apply(routes.Select(located => located.Route), strictTransportSecurity);
        if (own is not null)
            firstUser.TryAdd(own, group);
        var service = new VirtualService
        {
            ApiVersion = options.NetworkingApiVersion,
            Metadata = new V1ObjectMeta { Name = NameOf(group), NamespaceProperty = group.Namespace },
            Spec = new VirtualServiceSpec
            {
                Hosts = [.. group.Hosts.Select(host => host.IsCatchAll ? "*" : host.Name)],
                Gateways = names,
                Http = [.. routes.Select(located => located.Route)],
            },
        };
        Provenance.MarkInPlace(service, group.Sources, gateways.ClassOf(group));
        if (isSuspended)
            Suspension.Apply(service);
        else if (group.Sample.Namespaces.Skip(1).Any())
            AddDelegates(group, service, routes);
        objectsOf[group].Add(service);
        return new PlannedGroup(group, isSuspended, IsConverted: true, names.Contains(options.GatewayReference));
    }

    private void AddDelegates(HostGroup group, VirtualService root, List<LocatedRoute> routes)
    {
        foreach (var (service, sources) in Delegation.Split(root, routes))
        {
            Provenance.MarkInPlace(service, sources, gateways.ClassOf(group));
            objectsOf[group].Add(service);
        }
        // Owners live in one namespace: the root keeps those of its own.
        Provenance.MarkInPlace(
            root,
            group.Sources.FindAll(source => source.Namespace == group.Namespace),
            gateways.ClassOf(group)
        );
        foreach (var source in group.Sources)
            source.Report(FindingCatalog.SharedHostDelegated, "spec.rules", group.Sample.Name);
    }

    // The group with the Ingress's first host takes the plain name, which Sealos looks for.
    private string NameOf(HostGroup group)
    {
        var first = group.Main.Ingress.Spec?.Rules is [{ } rule, ..] ? HostName.Normalize(rule.Host) : "";
        var isFirst = group.Hosts.Any(host => host.Name == first);
        var name = ObjectNames.VirtualService(group.Main.Sealos, isFirst ? null : group.Sample.Name);
        if (!virtualServiceNames.Add($"{group.Namespace}/{name}"))
        {
            name = ObjectNames.VirtualService(group.Main.Sealos, group.Sample.Name);
            virtualServiceNames.Add($"{group.Namespace}/{name}");
        }
        return name;
    }

    private void AddDedicatedGateways()
    {
        foreach (var gateway in gateways.Dedicated)
        {
            var objects = objectsOf[firstUser[gateway]];
            var item = gateway.Build(options);
            Provenance.MarkInPlace(item, gateway.Sources, DomainClass.Custom);
            item.Metadata.Labels!["gateway-type"] = "custom-domain";
            objects.Insert(0, item);
            foreach (var (wanted, hosts) in gateway.Certificates)
                if (credentials.Provide(wanted, hosts) is { } credential && IsNew(credential))
                    objects.Insert(0, credential);
        }
    }

    private void AddDestinationRules(List<PlannedGroup> planned)
    {
        var policies = new TrafficPolicies();
        var users = new Dictionary<(string Namespace, string Service), HostGroup>();
        foreach (var (group, location) in BackendsInOrder(planned))
            if (
                backends.Resolve(location.Source, location.Field + ".backend", location.Backend!) is
                { Destination: not null } backend
            )
            {
                var key = (location.Source.Namespace, backend.ServiceName);
                users.TryAdd(key, group);
                policies.Collect(location.Source, location.Path, key.Namespace, key.ServiceName, backend.PortNumber);
            }
        var upstream = new UpstreamCredentials(snapshot, credentials, options);
        foreach (var (rule, sources) in DestinationRules.Build(policies, options, PortCount, upstream.NameOf))
        {
            Provenance.MarkInPlace(rule, sources, DomainClass.None);
            objectsOf[users[(rule.Metadata.NamespaceProperty!, ServiceOf(rule))]].Insert(0, rule);
            foreach (var copy in upstream.TakeCopies(sources).Where(IsNew))
                objectsOf[users[(rule.Metadata.NamespaceProperty!, ServiceOf(rule))]].Insert(0, copy);
        }
    }

    private static string ServiceOf(DestinationRule rule) => rule.Spec!.Host!.Split('.')[0];

    private int? PortCount(string namespaceName, string service) =>
        snapshot.Service(namespaceName, service)?.Spec?.Ports?.Count;

    // Who comes first or last has a say, so the order is that of the Ingresses and not of the hosts.
    private static IEnumerable<(HostGroup Group, NginxLocation Location)> BackendsInOrder(List<PlannedGroup> planned)
    {
        var locations = planned
            .Where(group => group.IsConverted)
            .SelectMany(group => group.Group.Sample.Locations.Select(location => (group.Group, Location: location)))
            .Where(item => item.Location.Backend is not null)
            .ToLookup(item => item.Location.Source);
        return HostTable.Order(locations.Select(item => item.Key)).SelectMany(source => locations[source]);
    }

    private void AddServiceEntries(List<PlannedGroup> plan)
    {
        foreach (var planned in plan.Where(group => group.IsConverted))
        foreach (var service in ServicesOf(planned.Group))
            if (backends.ServiceEntries.TryGetValue((planned.Group.Namespace, service), out var entry) && IsNew(entry))
            {
                Provenance.MarkInPlace(entry, planned.Group.Sources, gateways.ClassOf(planned.Group));
                objectsOf[planned.Group].Insert(0, entry);
            }
    }

    private static IEnumerable<string> ServicesOf(HostGroup group) =>
        group.Sample.Locations.Select(location => location.Backend?.Service?.Name).OfType<string>();

    // Two gateways may serve the same Secret; its copy is emitted once.
    private bool IsNew(KubernetesObject item) => emitted.Add(item.ToString());

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
            objectsOf[planned.Group],
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
            source.IsRefused ? ConversionStatus.Refused : ConversionStatus.Skipped
        );
    }
}
