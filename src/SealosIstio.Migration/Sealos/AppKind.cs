namespace SealosIstio.Migration.Sealos;

/// <summary>Which part of Sealos made an Ingress. Decides names and labels of what it becomes.</summary>
public enum AppKind
{
    /// <summary>Made by a user, by Helm or by anything else that Sealos doesn't know.</summary>
    Other,

    /// <summary>A Terminal of the terminal controller.</summary>
    Terminal,

    /// <summary>A database front end of the adminer controller.</summary>
    Adminer,

    /// <summary>An application of App Launchpad.</summary>
    AppLaunchpad,

    /// <summary>A development box.</summary>
    DevBox,

    /// <summary>The object storage (MinIO) and its front ends.</summary>
    ObjectStorage,

    /// <summary>A front end or service of Sealos itself, outside the tenants' namespaces.</summary>
    System,
}
