namespace SealosIstio.Migration.Sealos;

/// <summary>Whose domains an Ingress serves.</summary>
public enum DomainClass
{
    /// <summary>No host at all: the Ingress catches every host.</summary>
    None,

    /// <summary>Only hosts at or below a public domain of the cloud.</summary>
    Public,

    /// <summary>Only hosts that a tenant brought along.</summary>
    Custom,

    /// <summary>Hosts of both sorts.</summary>
    Mixed,
}
