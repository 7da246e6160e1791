using System.Management.Automation;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Commands;

/// <summary>Gets the profiles of istioctl in Istio 1.20.</summary>
[Cmdlet(VerbsCommon.Get, "IstioProfile")]
[OutputType(typeof(IstioProfile))]
public sealed class GetIstioProfileCommand : SealosCommand
{
    /// <summary>The profiles; wildcards are allowed. An exact name that doesn't exist is an error. Default: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var pattern in Name)
            TryEach(pattern, () => WriteObject(Find(pattern), enumerateCollection: true));
    }

    private static List<IstioProfile> Find(string pattern)
    {
        var names = new NamePatterns([pattern]);
        var found = IstioProfile.All.Where(profile => names.Matches(profile.Name)).ToList();
        return found.Count > 0 || WildcardPattern.ContainsWildcardCharacters(pattern)
            ? found
            : throw IstioProfile.Unknown(pattern, IstioProfile.Release);
    }
}
