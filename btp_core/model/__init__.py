"""The BTP network: point encoder, GFCM, MGFEM, prompt side and joint scores."""
