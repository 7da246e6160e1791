using System.Management.Automation;
using SealosIstio.Completion;
using SealosIstio.Migration.Backup;
using SealosIstio.Migration.Resources;

namespace SealosIstio;

/// <summary>The base of the cmdlets that work with the objects of a backup.</summary>
public abstract class BackupCommand : ClusterCommand
{
    /// <summary>The backup: its folder, or what Backup-SealosResource and Get-SealosBackup write.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Only these kinds, plurals or qualified plurals; wildcards are allowed. Default: all that the backup has.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Kind { get; set; }

    /// <summary>
    /// Only these namespaces; wildcards are allowed. Of what lies outside namespaces these Namespaces themselves are meant. Default: all.
    /// </summary>
    [Parameter]
    [Alias("n", "ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    /// <summary>Only objects with these names; wildcards are allowed. Default: all.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>What the parameters select.</summary>
    private protected BackupSelection Selection =>
        new(new NamePatterns(Kind), new NamePatterns(Namespace), new NamePatterns(Name));

    /// <summary>Opens the backup.</summary>
    private protected SealosBackup Open() => BackupReader.Open(GetUnresolvedProviderPathFromPSPath(Path));
}
