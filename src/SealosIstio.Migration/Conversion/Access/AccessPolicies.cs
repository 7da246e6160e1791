using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion.Annotations;
using SealosIstio.Migration.Findings;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>
/// Turns the address lists and authentication services of a host group into AuthorizationPolicies on the gateway. Each names the
/// hosts of its group and acts on no other: DENY for addresses, CUSTOM for services. A policy of action ALLOW would close every other
/// tenant's hosts.
/// </summary>
internal sealed class AccessPolicies
{
    private const string Deny = "DENY";
    private const string Custom = "CUSTOM";
    private const string DecodesSlashes = "DECODE_AND_MERGE_SLASHES";
    private const int NotFound = 404;

    private readonly ControllerSettings controller;
    private readonly ConversionOptions options;
    private readonly MeshSettings mesh;
    private readonly ClientAddresses addresses;
    private readonly ExternalAuthentication authentication;
    private bool looksAtAddresses;

    public AccessPolicies(ClusterSnapshot snapshot, ControllerSettings controller, ConversionOptions options)
    {
        this.controller = controller;
        this.options = options;
        mesh = MeshSettings.Read(snapshot, options);
        addresses = new ClientAddresses(snapshot, controller, mesh, options);
        authentication = new ExternalAuthentication(snapshot, controller, mesh, options);
    }

    /// <summary>
    /// The policies that a group needs, without their names. What can't be kept is reported, and its Ingress refused unless the user
    /// accepts that. Routes that would get around a policy are closed.
    /// </summary>
    public IReadOnlyList<AuthorizationPolicy> Plan(HostGroup group, List<LocatedRoute> routes)
    {
        // The twin of a host only redirects, before anything is asked.
        if (group.Sample.RedirectsTo is not null)
            return [];
        var access = group.Sample.Locations.ToDictionary(location => location, location => Of(location, routes));
        MarkOpen(access);
        var isMixed = access.Values.Select(item => item.Key).Distinct().Skip(1).Any();
        var protectedOnes = access.Where(item => !item.Value.IsOpen).ToList();
        if (protectedOnes.Count == 0)
            return [];
        if (WhyImpossible(group, isMixed) is { } reason)
        {
            foreach (var (location, item) in protectedOnes)
                Lose(location.Source, item, $"The protection can't be kept: {reason}.");
            return [];
        }
        var usesAddresses = protectedOnes.Where(item => item.Value.Addresses.Origins.Any()).ToList();
        if (addresses.Problem is { } problem)
            foreach (var (location, item) in usesAddresses)
                ReportHidden(location.Source, item.Addresses, problem);
        looksAtAddresses |= usesAddresses.Count > 0;
        if (isMixed && mesh.PathNormalization != DecodesSlashes)
            Guard(group, routes, protectedOnes.ConvertAll(item => (item.Key.Source, item.Value)));
        foreach (var (location, item) in protectedOnes)
            Report(location.Source, item, routes);
        return [.. Build(group, access, isMixed)];
    }

    /// <summary>What is to be said of the run.</summary>
    public IEnumerable<Finding> Report()
    {
        if (mesh.Problem is { } problem)
            yield return FindingCatalog.MeshSettingsUnreadable.On(mesh.ConfigMap, "data.mesh", message: problem);
        if (looksAtAddresses)
            foreach (var finding in addresses.Report())
                yield return finding;
    }

    private LocationAccess Of(NginxLocation location, List<LocatedRoute> routes)
    {
        var source = location.Source;
        var rule = AddressRule.Of(source, controller);
        return new LocationAccess(
            rule,
            authentication.Of(location, routes),
            rule.Origins.Any() && source.Text("satisfy") == "any"
        );
    }

    // A list of all addresses is kept by doing nothing.
    private static void MarkOpen(Dictionary<NginxLocation, LocationAccess> access)
    {
        foreach (var (location, item) in access)
            if (item.IsOpen)
                foreach (var origin in item.Addresses.Origins)
                    location.Source.MarkApplied(origin);
    }

    private string? WhyImpossible(HostGroup group, bool isMixed) =>
        group.Hosts.FirstOrDefault(host => host.IsCatchAll || host.IsWildcard) is { } wide
            ? $"a policy for {(wide.IsCatchAll ? "all hosts" : wide.Name)} would act on hosts of others, too"
        : isMixed && PolicyOperations.WhyInseparable(group.Sample, mesh.PathNormalization) is { } reason
            ? $"paths of {group.Sample.Name} are protected differently, and {reason}"
        : null;

    private void Lose(IngressSource source, LocationAccess access, string message)
    {
        foreach (var origin in access.Addresses.Origins)
            ProtectionLoss.Report(
                source,
                origin,
                origin == access.Addresses.DeniedBy
                    ? FindingCatalog.SourceDenyListLost
                    : FindingCatalog.SourceAllowListLost,
                options,
                message
            );
        if (access.Check is not null)
            authentication.Lose(source, message);
    }

    private void ReportHidden(IngressSource source, AddressRule rule, string problem)
    {
        foreach (var origin in rule.Origins)
            ProtectionLoss.Report(source, origin, FindingCatalog.ClientAddressHidden, options, problem + ".");
    }

    // nginx makes one slash of //, and reads %2F as a slash, before it chooses a location; the gateway takes them as they stand, and a
    // backend may read them as nginx does. Such a path could pass for one of an open location.
    private void Guard(
        HostGroup group,
        List<LocatedRoute> routes,
        IEnumerable<(IngressSource Source, LocationAccess Access)> protectedOnes
    )
    {
        foreach (var (source, access) in protectedOnes)
            source.Report(
                FindingCatalog.UnusualPathsClosed,
                FieldOf(source, access),
                message: $"{group.Sample.Name} answers 404 to paths with // or an escaped slash, so that nothing gets around the protection"
            );
        routes.Insert(
            0,
            new LocatedRoute(
                group.Main,
                new HttpRoute
                {
                    Name = $"{group.Main.Name}-guard",
                    Match = [new HttpMatchRequest { Uri = new StringMatch { Regex = ".*(?://|%2[fF]|%5[cC]).*" } }],
                    DirectResponse = new HttpDirectResponse { Status = NotFound },
                }
            )
        );
    }

    private void Report(IngressSource source, LocationAccess access, List<LocatedRoute> routes)
    {
        foreach (var origin in access.Addresses.Origins)
        {
            if (!origin.StartsWith(AddressRule.ConfigMapField, StringComparison.Ordinal))
                source.MarkApplied(origin);
            ProtectionLoss.Say(source, origin, FindingCatalog.AddressesDeniedByGateway);
            if (routes.Exists(located => located.Source == source && IsDecidedEarly(located.Route)))
                ProtectionLoss.Say(source, origin, FindingCatalog.AddressesDeniedFirst);
        }
        if (access.IsEither)
            source.MarkApplied("satisfy");
        if (access.Check is not null)
            authentication.Report(source);
    }

    private static bool IsDecidedEarly(HttpRoute route) =>
        route.Redirect is not null || route.DirectResponse is not null;

    private string FieldOf(IngressSource source, LocationAccess access) =>
        access.Addresses.Origins.Select(origin => ProtectionLoss.FieldOf(source, origin)).FirstOrDefault()
        ?? ProtectionLoss.FieldOf(source, authentication.OriginOf(source));

    private IEnumerable<AuthorizationPolicy> Build(
        HostGroup group,
        Dictionary<NginxLocation, LocationAccess> access,
        bool isMixed
    )
    {
        var deny = new List<AuthorizationRule>();
        var custom = new List<AuthorizationRule>();
        string? provider = null;
        foreach (var item in access.Values.Where(item => !item.IsOpen).DistinctBy(item => item.Key))
        {
            var operations = isMixed
                ? PolicyOperations.Of(group.Hosts, location => access[location].Key == item.Key)
                : PolicyOperations.Everything(group.Hosts);
            deny.AddRange(item.DenyRules(operations, addresses.IsForwarded));
            custom.AddRange(item.CustomRules(operations, addresses.IsForwarded));
            provider ??= item.Check?.Provider;
        }
        if (custom.Count > 0)
            yield return Policy(Custom, custom, provider);
        if (deny.Count > 0)
            yield return Policy(Deny, deny, null);
    }

    private AuthorizationPolicy Policy(string action, List<AuthorizationRule> rules, string? provider) =>
        new()
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = options.GatewayNamespace },
            Spec = new AuthorizationPolicySpec
            {
                Selector = new WorkloadSelector
                {
                    MatchLabels = new Dictionary<string, string>(options.GatewaySelector),
                },
                Action = action,
                Provider = provider is null ? null : new AuthorizationProvider { Name = provider },
                Rules = rules,
            },
        };
}
