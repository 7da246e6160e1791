namespace SealosIstio.Migration.Controllers;

/// <summary>What controllers are told about Istio. Null leaves a variable as it is.</summary>
public sealed record ControllerModeSettings
{
    /// <summary>The shared Gateway as <c>namespace/name</c>. Default <c>istio-system/sealos-gateway</c>.</summary>
    public string Gateway { get; init; } = "istio-system/sealos-gateway";

    /// <summary>The cloud's domain, such as <c>cloud.sealos.io</c>.</summary>
    public string? BaseDomain { get; init; }

    /// <summary>The domains whose hosts go to the shared Gateway; empty leaves the variable as it is.</summary>
    public IReadOnlyList<string> PublicDomains { get; init; } = [];

    /// <summary>The same with wildcards, such as <c>*.cloud.sealos.io</c>; empty leaves the variable as it is.</summary>
    public IReadOnlyList<string> PublicDomainPatterns { get; init; } = [];

    /// <summary>The Secret with the certificate of the cloud's domain.</summary>
    public string? TlsSecret { get; init; }

    /// <summary>Whether VirtualServices are reached by HTTPS.</summary>
    public bool? EnableTls { get; init; }

    /// <summary>Whether hosts of public domains go to the shared Gateway.</summary>
    public bool? SharedGateway { get; init; }

    /// <summary>
    /// Also sets the names that older manuals use (USE_ISTIO_NETWORKING, NETWORKING_MODE and others), which no controller reads but
    /// scripts around them may. Default true.
    /// </summary>
    public bool LegacyVariables { get; init; } = true;

    /// <summary>The variables of a mode.</summary>
    /// <param name="mode">Ingress, Dual or Istio.</param>
    /// <param name="controller">Who gets them.</param>
    internal IReadOnlyDictionary<string, string> VariablesOf(SealosControllerMode mode, SealosController controller)
    {
        var istio = mode == SealosControllerMode.Istio;
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [ControllerVariables.UseIstio] = Text(istio),
        };
        if (mode != SealosControllerMode.Ingress)
        {
            variables[ControllerVariables.Gateway] = Gateway;
            Add(ControllerVariables.BaseDomain, BaseDomain);
            Add(ControllerVariables.PublicDomains, PublicDomains.Count == 0 ? null : string.Join(',', PublicDomains));
            Add(
                ControllerVariables.PublicDomainPatterns,
                PublicDomainPatterns.Count == 0 ? null : string.Join(',', PublicDomainPatterns)
            );
            Add(ControllerVariables.TlsSecret, TlsSecret);
            Add(ControllerVariables.EnableTls, EnableTls is { } tls ? Text(tls) : null);
            Add(ControllerVariables.SharedGateway, SharedGateway is { } shared ? Text(shared) : null);
        }
        if (LegacyVariables)
        {
            variables["USE_ISTIO_NETWORKING"] = Text(mode != SealosControllerMode.Ingress);
            variables["USE_INGRESS_NETWORKING"] = Text(!istio);
            variables[ControllerVariables.NetworkingMode] = mode.ToString().ToLowerInvariant();
            if (mode != SealosControllerMode.Ingress)
                variables["ISTIO_GATEWAY"] = Gateway;
            variables[ControllerVariables.IstioEnabled] = Text(mode != SealosControllerMode.Ingress);
        }
        // Where ISTIO_ENABLED is a switch, it has to say what USE_ISTIO says.
        if (controller.ReadsIstioEnabled)
            variables[ControllerVariables.IstioEnabled] = Text(istio);
        return variables;

        void Add(string name, string? value)
        {
            if (value is not null)
                variables[name] = value;
        }
    }

    private static string Text(bool value) => value ? "true" : "false";
}
