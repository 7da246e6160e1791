namespace SealosIstio.Migration.Findings;

// SI19xx: what Convert-IngressToVirtualService -Verify finds.
public static partial class FindingCatalog
{
    /// <summary>SI1901.</summary>
    public static readonly FindingDefinition UndeclaredDifference = new(
        "SI1901",
        FindingSeverity.Error,
        "The gateway would answer differently, and no finding says so",
        "-Verify asked the models of nginx and of the gateway the same requests, and they disagree on a host in a way that no finding "
            + "on its Ingresses explains. That is a bug of the conversion or of a model; the host isn't converted.",
        "Compare-IngressRoute -Difference shows every such request. Please report it; without -Verify the host is converted."
    );

    /// <summary>SI1902.</summary>
    public static readonly FindingDefinition PartRefusedByGateway = new(
        "SI1902",
        FindingSeverity.Error,
        "Istio would drop or refuse a part of the converted object",
        "-Verify found that istiod leaves out a part of the object, or that Envoy refuses it. That is a bug of the conversion; the host "
            + "isn't converted.",
        "Please report it; without -Verify the host is converted."
    );

    /// <summary>SI1903.</summary>
    public static readonly FindingDefinition NotVerified = new(
        "SI1903",
        FindingSeverity.Info,
        "A part of the Ingress can't be verified",
        "The model of nginx can't follow this setting, or nginx refuses its configuration because of it, so -Verify says nothing about "
            + "what depends on it.",
        "Try the requests that depend on it before the cutover."
    );

    /// <summary>SI1904.</summary>
    public static readonly FindingDefinition NothingCompared = new(
        "SI1904",
        FindingSeverity.Warning,
        "No request to the host was compared",
        "nginx refuses its configuration because of the Ingress, or no request could be thought up, so nobody knows whether the gateway "
            + "answers as nginx does. A cutover doesn't count the Ingress as verified.",
        "See to what the other findings name, then compare again."
    );
}
