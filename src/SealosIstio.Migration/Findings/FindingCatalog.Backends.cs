namespace SealosIstio.Migration.Findings;

// SI15xx: backends.
public static partial class FindingCatalog
{
    /// <summary>A missing Service.</summary>
    public static readonly FindingDefinition ServiceMissing = new(
        "SI1501",
        FindingSeverity.Warning,
        "The Service doesn't exist",
        "nginx answers 503, and so does the gateway until the Service appears.",
        "Create the Service, or remove the path."
    );

    /// <summary>A port that the Service lacks.</summary>
    public static readonly FindingDefinition PortMissing = new(
        "SI1502",
        FindingSeverity.Warning,
        "The Service has no such port",
        "nginx answers 503; the VirtualService answers 503 for this path.",
        "Correct the port."
    );

    /// <summary>A named port whose Service is unknown.</summary>
    public static readonly FindingDefinition NamedPortUnknown = new(
        "SI1503",
        FindingSeverity.Error,
        "A named port cannot be resolved without its Service",
        "A VirtualService takes port numbers only, and the Service isn't part of the input.",
        "Include the Service in the input, or use the port's number."
    );

    /// <summary>An ExternalName Service.</summary>
    public static readonly FindingDefinition ExternalNameService = new(
        "SI1504",
        FindingSeverity.Warning,
        "The Service is an ExternalName",
        "A ServiceEntry for the external name is emitted and the route goes there, with the Host header of the request as in nginx.",
        "Check that the gateway's pods may reach the external host."
    );

    /// <summary>A headless Service.</summary>
    public static readonly FindingDefinition HeadlessService = new(
        "SI1505",
        FindingSeverity.Info,
        "The Service is headless",
        "nginx balances over its endpoints; the gateway does so as well, by the addresses that istiod knows.",
        "Nothing to do."
    );

    /// <summary>No backend given.</summary>
    public static readonly FindingDefinition BackendMissing = new(
        "SI1506",
        FindingSeverity.Error,
        "The path has no backend Service",
        "Neither a Service name nor a port is given.",
        "Name a Service and a port."
    );
}
