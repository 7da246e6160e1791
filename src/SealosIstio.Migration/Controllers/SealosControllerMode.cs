namespace SealosIstio.Migration.Controllers;

/// <summary>What a Sealos controller makes for the apps that it runs.</summary>
public enum SealosControllerMode
{
    /// <summary>It can't be told: the switch comes from a ConfigMap or Secret.</summary>
    Unknown,

    /// <summary>Ingresses.</summary>
    Ingress,

    /// <summary>
    /// Ingresses, with everything set that VirtualServices need: converted ones answer beside them. The controllers know no mode in
    /// which they make both.
    /// </summary>
    Dual,

    /// <summary>VirtualServices, and no Ingresses.</summary>
    Istio,
}
