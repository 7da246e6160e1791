using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion.Envoy;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>The objects that host groups become. What several groups need stands with the first of them.</summary>
internal sealed class GroupObjects
{
    private readonly ClusterSnapshot snapshot;
    private readonly ConversionOptions options;
    private readonly string? strictTransportSecurity;
    private readonly Backends backends;
    private readonly Credentials credentials;
    private readonly GatewayPlan gateways;
    private readonly SharedGateway sharedGateway;
    private readonly HashSet<string> virtualServiceNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> emitted = new(StringComparer.Ordinal);
    private readonly Dictionary<HostGroup, List<KubernetesObject>> objectsOf = [];
    private readonly Dictionary<DedicatedGateway, HostGroup> firstUser = [];
    private readonly Dictionary<RouteSettings, HostGroup> firstWithSettings = [];
    private readonly FallbackCertificate fallback;
    private readonly GlobalHeaders globalHeaders;
    private readonly ControllerSettings controller;
    private HostGroup? firstPublic;
    private HostGroup? firstConverted;
    private bool hasCatchAll;

    public GroupObjects(
        ClusterSnapshot snapshot,
        ConversionOptions options,
        ControllerSettings controller,
        HostCertificateFinder finder,
        Backends backends,
        GlobalHeaders globalHeaders
    )
    {
        this.globalHeaders = globalHeaders;
        this.snapshot = snapshot;
        this.options = options;
        this.controller = controller;
        this.backends = backends;
        strictTransportSecurity =
            options.Implicit == ImplicitMode.Keep ? StrictTransportSecurity.ValueOf(controller) : null;
        var publicDomains = new PublicDomains(options.PublicDomains);
        credentials = new Credentials(snapshot, finder, options);
        fallback = new FallbackCertificate(snapshot, options, controller, credentials);
        gateways = new GatewayPlan(publicDomains, finder, credentials, fallback, options);
        sharedGateway = new SharedGateway(publicDomains, snapshot, finder, credentials, options);
    }

    /// <summary>Whether the shared gateway serves a host.</summary>
    public bool IsShared(NginxHost host) => gateways.IsShared(host);

    /// <summary>The objects of a group so far.</summary>
    public IReadOnlyList<KubernetesObject> Of(HostGroup group) => objectsOf.GetValueOrDefault(group) ?? [];

    /// <summary>Makes the group's VirtualService and notes which gateways it needs.</summary>
    /// <returns>False when there is nothing to route; that is reported.</returns>
    public bool Add(HostGroup group, List<LocatedRoute> routes, bool isSuspended)
    {
        if (routes.Count == 0)
        {
            group.Main.Report(FindingCatalog.NothingToRoute, "spec.rules");
            return false;
        }
        objectsOf[group] = [];
        firstConverted ??= group;
        hasCatchAll |= group.Sample.IsCatchAll;
        var (names, own) = gateways.Bind(group);
        if (own is not null)
            firstUser.TryAdd(own, group);
        if (names.Contains(options.GatewayReference))
            firstPublic ??= group;
        if (strictTransportSecurity is not null && gateways.ServesHttps(group))
            routes = StrictTransportSecurity.Apply(routes, strictTransportSecurity);
        var service = new VirtualService
        {
            ApiVersion = options.NetworkingApiVersion,
            Metadata = new V1ObjectMeta { Name = NameOf(group), NamespaceProperty = group.Namespace },
            Spec = new VirtualServiceSpec
            {
                Hosts = [.. group.Hosts.Select(host => host.IsCatchAll ? "*" : host.Name)],
                Gateways = names,
                Http = [.. routes.Select(located => located.Route)],
                Tls = isSuspended ? null : TlsPassthrough.Routes(group, backends),
            },
        };
        Provenance.MarkInPlace(service, group.Sources, gateways.ClassOf(group));
        if (isSuspended)
            Suspension.Apply(service);
        else if (routes.Exists(located => located.Source.Namespace != group.Namespace))
            AddDelegates(group, service, routes);
        objectsOf[group].Add(service);
        foreach (var settings in routes.Select(located => located.Settings).OfType<RouteSettings>())
            firstWithSettings.TryAdd(settings, group);
        AddPolicies(group, service.Metadata.Name!);
        return true;
    }

    // Before the routes: no request may come through while its guard isn't there.
    private void AddPolicies(HostGroup group, string serviceName)
    {
        foreach (var policy in group.Policies)
        {
            policy.Metadata.Name = ObjectNames.Policy(group.Namespace, serviceName, policy.Spec!.Action!);
            Provenance.MarkElsewhere(policy, group.Sources);
            objectsOf[group].Insert(0, policy);
        }
    }

    /// <summary>Adds gateways, certificates, ServiceEntries and DestinationRules, once all groups are known.</summary>
    /// <returns>What is to be said of the shared gateway.</returns>
    public IReadOnlyList<Finding> AddWhatGroupsShare(IReadOnlyList<HostGroup> groups)
    {
        AddDedicatedGateways();
        AddServiceEntries(groups);
        AddDestinationRules(groups);
        AddEnvoyFilters(groups);
        if (firstConverted is null)
            return [];
        List<Finding> findings = [.. globalHeaders.Findings, .. AddDefaultServer(firstConverted)];
        if (firstPublic is null)
            return findings;
        var (shared, sharedFindings) = sharedGateway.Provide();
        objectsOf[firstPublic].InsertRange(0, shared);
        return [.. findings, .. sharedFindings];
    }

    // Hosts that no Ingress names: the catch-all's, when there is one.
    private IReadOnlyList<Finding> AddDefaultServer(HostGroup group)
    {
        var server = new DefaultServer(options, controller, fallback, globalHeaders, backends, strictTransportSecurity);
        var objects = hasCatchAll || !snapshot.IsComplete ? [] : server.Provide();
        objectsOf[group].InsertRange(0, objects);
        if (objects.Count == 0 && !gateways.Dedicated.Any(gateway => gateway.UsesFallback))
            return [];
        objectsOf[group].InsertRange(0, fallback.Objects);
        return fallback.Findings;
    }

    private void AddEnvoyFilters(IReadOnlyList<HostGroup> groups)
    {
        if (groups.Count > 0)
            foreach (var filter in Compression.Filters(controller).Select(filter => filter.Build(options)))
                objectsOf[groups[0]].Insert(0, filter);
        foreach (var (settings, group) in firstWithSettings)
        foreach (var filter in settings.Filters().Select(filter => filter.Build(options)).Where(IsNew))
            objectsOf[group].Insert(0, filter);
    }

    private void AddDelegates(HostGroup group, VirtualService root, List<LocatedRoute> routes)
    {
        foreach (var (service, sources) in Delegation.Split(root, routes))
        {
            Provenance.MarkInPlace(service, sources, gateways.ClassOf(group));
            objectsOf[group].Add(service);
        }
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
            var item = gateway.Build(options, fallback);
            Provenance.MarkInPlace(item, gateway.Sources, DomainClass.Custom);
            item.Metadata.Labels!["gateway-type"] = "custom-domain";
            objects.Insert(0, item);
            foreach (var server in gateway.Certificates)
            {
                if (
                    credentials.Provide(server.Wanted, server.Hosts, server.Client) is { } credential
                    && IsNew(credential)
                )
                    objects.Insert(0, credential);
                if (
                    server.Client is not null
                    && credentials.ProvideAuthority(server.Wanted, server.Client) is { } authority
                    && IsNew(authority)
                )
                    objects.Insert(0, authority);
            }
        }
    }

    private void AddDestinationRules(IReadOnlyList<HostGroup> groups)
    {
        var policies = new TrafficPolicies(IstioRelease.Of(snapshot));
        var users = new Dictionary<(string Namespace, string Service), HostGroup>();
        foreach (var (group, location) in BackendsInOrder(groups))
            if (
                backends.Resolve(location.Source, location.Field + ".backend", location.Backend!) is
                { Destination: not null } backend
            )
            {
                var key = (location.Source.Namespace, backend.ServiceName);
                users.TryAdd(key, group);
                policies.Collect(
                    location.Source,
                    location.Path,
                    key.Namespace,
                    key.ServiceName,
                    backend.PortNumber,
                    backends.ServiceEntries.ContainsKey(key) ? backend.Destination.Host : null
                );
            }
        var upstream = new UpstreamCredentials(snapshot, credentials, options);
        foreach (var (rule, service, sources) in DestinationRules.Build(policies, options, PortCount, upstream.NameOf))
        {
            Provenance.MarkInPlace(rule, sources, DomainClass.None);
            objectsOf[users[(rule.Metadata.NamespaceProperty!, service)]].Insert(0, rule);
            foreach (var copy in upstream.TakeCopies(sources).Where(IsNew))
                objectsOf[users[(rule.Metadata.NamespaceProperty!, service)]].Insert(0, copy);
        }
    }

    private int? PortCount(string namespaceName, string service) =>
        snapshot.Service(namespaceName, service)?.Spec?.Ports?.Count;

    // Who comes first or last has a say, so the order is that of the Ingresses and not of the hosts.
    private static IEnumerable<(HostGroup Group, NginxLocation Location)> BackendsInOrder(
        IReadOnlyList<HostGroup> groups
    )
    {
        var locations = groups
            .SelectMany(group => group.Sample.Locations.Select(location => (group, Location: location)))
            // A passed connection carries its own TLS; what the rule of a Service said would come on top of it.
            .Where(item => item.Location.Backend is not null && !item.group.Sample.PassesTlsThrough)
            .ToLookup(item => item.Location.Source);
        return HostTable.Order(locations.Select(item => item.Key)).SelectMany(source => locations[source]);
    }

    private void AddServiceEntries(IReadOnlyList<HostGroup> groups)
    {
        foreach (var group in groups)
        foreach (var service in ServicesOf(group))
            if (backends.ServiceEntries.TryGetValue((group.Namespace, service), out var entry) && IsNew(entry))
            {
                Provenance.MarkInPlace(entry, group.Sources, gateways.ClassOf(group));
                objectsOf[group].Insert(0, entry);
            }
    }

    private static IEnumerable<string> ServicesOf(HostGroup group) =>
        group.Sample.Locations.Select(location => location.Backend?.Service?.Name).OfType<string>();

    // Two gateways may serve the same Secret; its copy is emitted once.
    private bool IsNew(KubernetesObject item) => emitted.Add(item.ToString());
}
